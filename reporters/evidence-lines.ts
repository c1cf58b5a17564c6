/** What a value of evidence is, as far as that has to be known before anything is made of it. */
type Shape = 'text' | 'number' | 'list' | 'object'

/** What no line of its type lacks. A line that was damaged may still be JSON: it is none of the run's then. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  run: { run: 'object', target: 'object', spec: 'object', tool: 'object', allowedMissing: 'object' },
  end: { durationMs: 'number' },
  outcome: { test: 'text', file: 'text', state: 'text', requirements: 'list' },
  exchange: {
    id: 'text',
    operationId: 'text',
    startedAt: 'text',
    durationMs: 'number',
    request: 'object',
    problems: 'list',
    kept: 'list',
    observations: 'list',
  },
  cell: { operationId: 'text', status: 'text', role: 'text', outcome: 'text' },
  transition: { from: 'text', to: 'text', operationId: 'text', ms: 'number' },
  error: { message: 'text' },
  leak: { kind: 'text', id: 'text' },
}

/** What stands within a value, if that is there. */
const WITHIN: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Shape>>>>>> = {
  exchange: {
    request: { method: 'text', url: 'text', headers: 'object' },
    response: { status: 'number', headers: 'object' },
  },
  outcome: { error: { name: 'text', message: 'text' } },
}

/** Whether a record has what a line of its type is read for. */
export function isWhole(record: Readonly<Record<string, unknown>>): boolean {
  const type = String(record.type)
  if (!Object.hasOwn(NEEDED, type) || !has(record, NEEDED[type]!)) return false
  return Object.entries(WITHIN[type] ?? {}).every(([name, shapes]) => {
    const value = record[name]
    return value === undefined || (is('object', value) && has(value as Record<string, unknown>, shapes))
  })
}

function has(record: Readonly<Record<string, unknown>>, shapes: Readonly<Record<string, Shape>>): boolean {
  return Object.entries(shapes).every(([name, shape]) => is(shape, record[name]))
}

function is(shape: Shape, value: unknown): boolean {
  if (shape === 'text') return typeof value === 'string'
  if (shape === 'number') return typeof value === 'number'
  if (shape === 'list') return Array.isArray(value)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
