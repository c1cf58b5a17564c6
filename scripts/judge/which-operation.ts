import { type Operation, operations } from '../../spec/document.ts'

/** Under which URL each service of a cloud lies. */
export type Endpoints = Readonly<Partial<Record<'compute' | 'events', string>>>

/** One call as it was recorded. */
export interface Call {
  method: string
  url: string
  /** Absent: not known, or none. */
  body?: string
}

/** Finds which documented operation a recorded call was; undefined for a call of another service, or of none that is documented. */
export function whichOperation(endpoints: Endpoints): (call: Call) => Operation | undefined {
  const judged = operations().filter((op) => !op.supporting)
  return ({ method, url, body }) => {
    const path = pathOf(url)
    if (path === undefined) return undefined
    for (const op of [...judged].sort(byLiterals)) {
      const endpoint = endpoints[op.service as keyof Endpoints]
      if (op.method !== method || endpoint === undefined || op.root === 'version') continue
      if (!fits(op.route, path, pathOf(endpoint)?.replace(/\/+$/, '') ?? '', url, endpoint)) continue
      if (op.action === undefined || actionOf(body) === op.action) return op
    }
    return undefined
  }
}

/** A fixed name, such as `detail`, comes before a parameter that would hold it. */
const byLiterals = (a: Operation, b: Operation): number => literals(b.route) - literals(a.route)
const literals = (route: string): number => route.split('/').filter((part) => !part.startsWith('{')).length

/**
 * Whether a path is that of an operation below an endpoint. Clients take the endpoint of the catalogue, in which the version
 * and the project may stand; who names the endpoint may have left out either.
 */
function fits(route: string, path: string, root: string, url: string, endpoint: string): boolean {
  if (new URL(url).host !== new URL(endpoint).host) return false
  if (path !== root && !path.startsWith(`${root}/`)) return false
  const wanted = route.split('/').filter(Boolean)
  const found = path.slice(root.length).split('/').filter(Boolean)
  const more = found.length - wanted.length
  if (more < 0 || more > 2) return false
  const [first = '', second = ''] = found
  const versioned = VERSION.test(first) && !VERSION.test(root.split('/').at(-1)!)
  if (more === 1 && !versioned && !mayBeProject(first)) return false
  if (more === 2 && !(versioned && mayBeProject(second))) return false
  return wanted.every((part, index) => part.startsWith('{') || part === found[index + more])
}

const VERSION = /^v\d+(\.\d+)?$/
/** Ids of projects are not all hexadecimal; what begins another path of the API is none. */
const mayBeProject = (part: string): boolean =>
  /^[\w.-]{1,64}$/.test(part) &&
  !/^os-|^(extensions|limits)$/.test(part) &&
  !VERSION.test(part) &&
  !begins().has(part)

let known: Set<string> | undefined
function begins(): Set<string> {
  known ??= new Set(operations().map(({ route }) => route.split('/')[1]!))
  return known
}

function pathOf(url: string): string | undefined {
  try {
    return new URL(url).pathname
  } catch {
    return undefined
  }
}

/** The action that a body names: its only key. */
function actionOf(body: string | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(body ?? '')
    return typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined
  } catch {
    return undefined
  }
}
