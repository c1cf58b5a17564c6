import { type Operation, operations, resolve, type Schema } from './document.ts'

/** The JSON body that an operation answers with when it succeeds. */
export function successBodies(op: Operation): { status: number; schema: Schema }[] {
  return op.responses
    .filter((r) => r.status < 400 && r.sameAs === undefined)
    .flatMap((r) =>
      Object.entries(r.content)
        .filter(([type]) => type.includes('json'))
        .map(([, schema]) => ({ status: r.status, schema })),
    )
}

/** Every extension whose attributes the documented answers may carry. */
export function allFeatures(): ReadonlySet<string> {
  const found = new Set<string>()
  for (const op of operations()) for (const { schema } of successBodies(op)) collect(schema, found, new Set())
  return found
}

function collect(node: unknown, found: Set<string>, seen: Set<string>): void {
  if (node === null || typeof node !== 'object') return
  for (const [key, value] of Object.entries(node)) {
    if (key === 'x-feature') found.add(String(value))
    else if (key === '$ref' && typeof value === 'string') {
      if (seen.has(value)) continue
      seen.add(value)
      collect(resolve({ $ref: value }), found, seen)
    } else collect(value, found, seen)
  }
}
