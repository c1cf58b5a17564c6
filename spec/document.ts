import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_ROOT } from './package-root.ts'
import type { Basis, Ground, Kind, Role, ServerStatus, Service, Source } from './requirement.ts'

/** A JSON Schema (2020-12) node of the document, with our `x-` annotations. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minProperties?: number
  maxProperties?: number
  default?: unknown
  description?: string
  'x-feature'?: string
  'x-role'?: Role
  'x-optional'?: boolean
  [key: string]: unknown
}

/** A requirement as written by hand in an operation's `x-requirements`. */
export interface WrittenRequirement extends Ground {
  id: string
  kind: Kind
  text: string
  source: Source
  feature?: string
  role?: Role
  parameter?: string
  attribute?: string
  statuses?: number[]
  code?: string
  becomes?: ServerStatus[]
  errata?: string[]
  data?: Record<string, unknown>
}

/** What the documents settle about the server's status and lock before a call. */
export interface Precondition {
  source: Source
  /** `implied`: no sentence names the status; it follows from what the call is for. Absent: stated. */
  basis?: Basis
  server?: {
    accepted: ServerStatus[]
    /** Of the accepted ones, those whose acceptance only follows from what the call is for. */
    implied?: ServerStatus[]
    /** Statuses that an erratum leaves open: neither acceptance nor refusal is demanded. */
    open?: ServerStatus[]
    /** `rest`: every other reachable status is refused; `none`: the documents forbid nothing. */
    refused?: 'rest' | 'none' | ServerStatus[]
    /** Errata that make a precondition of it, beside the general one on refusals. */
    errata?: string[]
  }
  locked?: {
    member: 'refused' | 'accepted'
    admin: 'refused' | 'accepted'
    /** The ground of what is said of administrators, where it is another than that of members. */
    adminBasis?: Basis
    /** Errata that settle it. */
    errata?: string[]
  }
}

/** One documented answer of an operation. */
export interface ResponseSpec {
  status: number
  /** The canonical status that this one stands for, where an erratum accepts two. */
  sameAs?: number
  /** Attributes of which the request must have had one for that; absent: whatever it had. */
  whenRequest?: string[]
  erratum?: string
  noBody: boolean
  /** An erratum lets the body be left out. */
  mayBeEmpty: boolean
  /** media type → schema */
  content: Record<string, Schema>
}

/** Sections that derived requirements come from, where that is not the operation's own. */
export interface PartSources {
  /** Who may call. */
  role?: Source
  /** The list of error classes. */
  faults?: Source
  /** Attributes of the answer, by the start of their path; the longest start that fits counts. */
  attributes?: Record<string, Source>
  /** Attributes of answers and requests that an extension adds, by its alias. */
  features?: Record<string, Source>
}

/** One documented call. */
export interface Operation {
  id: string
  method: string
  /** The documented path, with the action fragment. */
  path: string
  /** The path as sent: without the fragment. */
  route: string
  summary: string
  description: string
  tag: string
  service: Service
  role: Role
  footprint: 'read-only' | 'own-resources' | 'admin' | 'disruptive'
  /** Called by suites, never judged. */
  supporting: boolean
  /** `version`: the path stands under the version root, not under the project's endpoint. */
  root: 'project' | 'version'
  source?: Source
  /** Where the parts stand that the documents tell elsewhere than the operation itself. */
  sources: PartSources
  feature?: string
  /** Key of the request body, for server actions. */
  action?: string
  /** Error classes that the documents name for the operation. */
  faults: string[]
  removedUpstream?: { answers: number[]; reason: string }
  /** Also answers XML when asked. */
  xml: boolean
  pathParameters: string[]
  queryParameters: { name: string; required: boolean; description: string; schema: Schema }[]
  request?: Schema
  responses: ResponseSpec[]
  precondition?: Precondition
  postcondition?: { server: ServerStatus[]; source: Source; basis?: Basis }
  written: WrittenRequirement[]
}

interface Bundle {
  openapi: string
  info: { version: string }
  paths: Record<string, Record<string, any>>
  components: {
    schemas: Record<string, Schema>
    parameters?: Record<string, any>
    responses?: Record<string, any>
  }
  'x-documents': Record<string, { title: string }>
  'x-tenant-parameter': { name: string; description: string; source: Source }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
let bundle: Bundle | undefined
let byId: Map<string, Operation> | undefined
const byRef = new Map<string, any>()

/** Path of the bundled document, from which everything is derived. */
export const DOCUMENT_FILE = join(PACKAGE_ROOT, 'spec', 'generated', 'openapi.json')

/** The bundled OpenAPI document, loaded once. */
export function loadDocument(): Bundle {
  bundle ??= JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8')) as Bundle
  return bundle
}

/** Puts a freshly bundled document in the committed one's place; only the generator does this. */
export function useDocument(document: unknown): void {
  bundle = document as Bundle
  byId = undefined
  byRef.clear()
}

/** Follows `$ref` until a node that is none. */
export function resolve<T extends { $ref?: string }>(node: T): T {
  let at = node
  while (at.$ref !== undefined) at = found(at.$ref)
  return at
}

function found(ref: string): any {
  const known = byRef.get(ref)
  if (known !== undefined) return known
  let at: any = loadDocument()
  for (const step of ref.replace(/^#\//, '').split('/'))
    at = at?.[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  if (at === undefined) throw new Error(`${ref}: not in the document`)
  byRef.set(ref, at)
  return at
}

function readOperation(path: string, method: string, item: any): Operation {
  const raw = item[method]
  const parameters = [...(item.parameters ?? []), ...(raw.parameters ?? [])].map((p: any) => resolve(p))
  const responses = Object.entries<any>(raw.responses ?? {}).map(([status, unresolved]): ResponseSpec => {
    const response = { ...resolve(unresolved), ...omitRef(unresolved) }
    return {
      status: Number(status),
      sameAs: response['x-same-as'] === undefined ? undefined : Number(response['x-same-as']),
      whenRequest: response['x-when-request'],
      erratum: response['x-erratum'],
      noBody: response['x-no-body'] === true,
      mayBeEmpty: response['x-may-be-empty'] === true,
      content: Object.fromEntries(
        Object.entries<any>(response.content ?? {}).map(([type, media]) => [type, media.schema as Schema]),
      ),
    }
  })
  const body = raw.requestBody === undefined ? undefined : resolve(raw.requestBody as any)
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    route: path.split('#')[0]!,
    summary: raw.summary ?? '',
    description: raw.description ?? '',
    tag: raw.tags?.[0] ?? 'supporting',
    service: raw['x-service'] ?? 'compute',
    role: raw['x-role'] ?? 'member',
    footprint: raw['x-footprint'] ?? (method === 'get' ? 'read-only' : 'own-resources'),
    supporting: raw['x-supporting'] === true,
    root: raw['x-root'] ?? 'project',
    source: raw['x-source'],
    sources: raw['x-sources'] ?? {},
    feature: raw['x-feature'],
    action: raw['x-action'],
    faults: raw['x-faults'] ?? [],
    removedUpstream: raw['x-removed-upstream'],
    xml: raw['x-xml'] === true,
    pathParameters: [...path.matchAll(/\{([^}]+)\}/g)].map((m) => m[1]!),
    queryParameters: parameters
      .filter((p: any) => p.in === 'query')
      .map((p: any) => ({
        name: p.name,
        required: p.required === true,
        description: p.description ?? '',
        schema: p.schema,
      })),
    request: body?.content?.['application/json']?.schema,
    responses,
    precondition: raw['x-precondition'],
    postcondition: raw['x-postcondition'],
    written: raw['x-requirements'] ?? [],
  }
}

function omitRef(node: any): any {
  const { $ref: _, ...rest } = node
  return rest
}

function index(): Map<string, Operation> {
  if (byId !== undefined) return byId
  byId = new Map()
  for (const [path, unresolved] of Object.entries(loadDocument().paths)) {
    const item = resolve(unresolved as any) as any
    for (const method of METHODS) {
      if (item[method] === undefined) continue
      const operation = readOperation(path, method, item)
      if (byId.has(operation.id)) throw new Error(`${operation.id}: two operations carry this id`)
      byId.set(operation.id, operation)
    }
  }
  return byId
}

/** Every operation of the document, supporting ones included, in the document's order. */
export function operations(): Operation[] {
  return [...index().values()]
}

/** One operation by its id. @throws Error when no operation carries it */
export function operation(id: string): Operation {
  const found = index().get(id)
  if (found === undefined) throw new Error(`${id}: no operation of the document carries this id`)
  return found
}

/** The canonical success statuses of an operation, those of errata left out. */
export function canonicalStatuses(op: Operation): number[] {
  return op.responses.filter((r) => r.status < 400 && r.sameAs === undefined).map((r) => r.status)
}
