import type { Exchange, Problem } from '../spec/exchange.ts'
import type { Kind, Level, Requirement, Role, ServerStatus } from '../spec/requirement.ts'
import { type BuildContext, buildReport } from './build.ts'
import { type Evidence, noEvidence, type RunHeader } from './evidence.ts'
import type { MatrixCell, Report } from './report.ts'

/** A made-up run for the tests of the formats: every verdict, hostile names, as many rows and exchanges as asked. */
export interface Sample {
  context: BuildContext
  evidence: Evidence
  report: Report
}

/** A server name as only a hostile target would give it. */
export const HOSTILE = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">&'"`

const ACTIONS = [
  'pause',
  'unpause',
  'suspend',
  'resume',
  'lock',
  'unlock',
  'shelve',
  'shelveOffload',
  'unshelve',
  'start',
  'stop',
  'rescue',
  'unrescue',
  'resize',
  'rebuild',
  'createBackup',
  'migrate',
  'migrateLive',
  'evacuate',
  'resetState',
  'resetNetwork',
  'injectNetworkInfo',
  'addFloatingIp',
  'forceDelete',
  'restore',
  'getVncConsole',
  'getConsoleOutput',
]
const STATUSES: ServerStatus[] = [
  'ACTIVE',
  'SHUTOFF',
  'PAUSED',
  'SUSPENDED',
  'RESCUE',
  'VERIFY_RESIZE',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'SOFT_DELETED',
  'ERROR',
  'BUILD',
]
const CALLS: [string, string, string][] = [
  ['servers.list', 'GET', '/servers'],
  ['servers.listDetail', 'GET', '/servers/detail'],
  ['servers.show', 'GET', '/servers/{server_id}'],
  ['servers.create', 'POST', '/servers'],
  ['flavors.listDetail', 'GET', '/flavors/detail'],
  ['flavors.show', 'GET', '/flavors/{flavor_id}'],
  ['images.show', 'GET', '/images/{image_id}'],
  ['availabilityZones.list', 'GET', '/os-availability-zone'],
  ['volumeAttachments.attach', 'POST', '/servers/{server_id}/os-volume_attachments'],
  ['instanceActions.list', 'GET', '/servers/{server_id}/os-instance-actions'],
  ['virtualInterfaces.list', 'GET', '/servers/{server_id}/os-virtual-interfaces'],
  ['externalEvents.create', 'POST', '/os-server-external-events'],
  ['events.list', 'GET', '/v2/events'],
]
const STATEMENTS: [string, Kind, Level, string][] = [
  ['status-200', 'status', 'MUST', 'The normal answer has the status 200.'],
  ['no-server-error', 'status', 'MUST', 'No call, right or wrong, is answered with a server error.'],
  ['body', 'body', 'MUST', 'The answer is a JSON object of the documented shape.'],
  ['media-type', 'media-type', 'MUST', 'The answer is of the media type application/json.'],
  ['request-id', 'header', 'SHOULD', 'The answer carries the id of the request in a header.'],
  ['fault-shape', 'fault', 'MUST', 'A refusal names its class and repeats its code.'],
  ['unknown-server', 'fault', 'MUST', 'An unknown server is answered with 404.'],
  ['from-active', 'precondition', 'MUST', 'The call is accepted while the server is ACTIVE.'],
  ['locked-refused-to-member', 'precondition', 'MUST', 'A member is refused while the server is locked.'],
  ['member-refused', 'role', 'MUST', 'A member without the administrator’s role is refused.'],
  ['takes-effect', 'postcondition', 'MUST', 'Afterwards the server shows what was asked for.'],
  ['may-be-filtered', 'parameter', 'MAY', 'The result may be narrowed by further parameters.'],
]

/**
 * @param size.attributes further requirements an operation, one for each attribute of a body
 * @param size.exchanges how many exchanges in all
 */
export function sample(size: { attributes?: number; exchanges?: number } = {}): Sample {
  const { attributes = 6, exchanges = 240 } = size
  const random = numbers(7)
  const catalogue = requirements(attributes)
  const operations = [...new Set(catalogue.map((requirement) => requirement.operationId))]
  const of = (operationId: string) => catalogue.filter((each) => each.operationId === operationId)
  const evidence = noEvidence()
  evidence.header = header()
  for (let index = 0; index < exchanges; index++) {
    const operationId = operations[index % operations.length]!
    evidence.exchanges.push(exchange(index, of(operationId), random))
  }
  catalogue.forEach((requirement, index) => {
    if (requirement.kind === 'attribute') return
    const broke = BREAKS[requirement.id]
    evidence.outcomes.push({
      test: `t-${index % exchanges}`,
      name: requirement.text,
      file: `suites/${requirement.operationId.replace('.', '/')}.suite.ts`,
      line: 12 + (index % 90),
      durationMs: 40 + random() * 900,
      requirements: [requirement.id],
      state: broke ? 'failed' : 'passed',
      ...(broke ? { error: broke } : {}),
    })
  })
  evidence.cells.push(...cells(random))
  for (const [operationId, from, to, ms] of TRANSITIONS) {
    for (let index = 0; index < 6; index++)
      evidence.transitions.push({ operationId, from, to, ms: ms * (0.7 + random()) })
  }
  evidence.end = {
    durationMs: 192_400,
    requests: exchanges,
    serverBuilds: 14,
    leaks: [
      {
        kind: 'volume',
        id: '0b3e…',
        name: 'stackproof-a1b2c3d4-volume',
        reason: 'the target answered 500 to its deletion',
      },
    ],
  }
  const context: BuildContext = {
    catalogue,
    footprintOf: (requirement) =>
      requirement.operationId.endsWith('evacuate') ? 'disruptive' : 'own-resources',
    errata: [
      {
        id: 'attach-202-or-200',
        contradiction: 'The document says 202; every known cloud answers 200.',
        settled: '200 is canonical, 202 is accepted.',
        evidence: 'Observed on a Nova of the Zed release.',
      },
    ],
  }
  return { context, evidence, report: buildReport(evidence, context) }
}

const BREAKS: Record<string, { name: string; message: string; by?: string }> = {
  'servers.shelve/takes-effect': {
    name: 'Broken',
    message: 'After 202 the server stayed ACTIVE for 60 s; SHELVED or SHELVED_OFFLOADED must follow.',
  },
  'servers.lock/locked-refused-to-member': {
    name: 'Broken',
    message: 'A member was answered 202 while an administrator held the lock.',
  },
  'servers.resize/from-active': {
    name: 'Blocked',
    by: 'quota',
    message: 'The project may have 10 cores and 10 are in use.',
  },
  'servers.resize/takes-effect': {
    name: 'Blocked',
    by: 'quota',
    message: 'The project may have 10 cores and 10 are in use.',
  },
  'servers.rebuild/takes-effect': {
    name: 'Blocked',
    by: 'quota',
    message: 'The project may have 10 cores and 10 are in use.',
  },
  'servers.unshelve/takes-effect': {
    name: 'Blocked',
    by: 'servers.shelve',
    message: 'Needs a shelved server, and servers.shelve did not give one.',
  },
  'servers.unshelve/from-active': {
    name: 'Blocked',
    by: 'servers.shelve',
    message: 'Needs a shelved server, and servers.shelve did not give one.',
  },
  'images.show/unknown-server': {
    name: 'TypeError',
    message: "Cannot read properties of undefined (reading 'id')",
  },
  'flavors.show/may-be-filtered': { name: 'Broken', message: 'The parameter was ignored.' },
}
const TRANSITIONS: [string, string, string, number][] = [
  ['servers.create', 'BUILD', 'ACTIVE', 11_200],
  ['servers.stop', 'ACTIVE', 'SHUTOFF', 2300],
  ['servers.start', 'SHUTOFF', 'ACTIVE', 1800],
  ['servers.shelve', 'ACTIVE', 'SHELVED_OFFLOADED', 6400],
  ['servers.unshelve', 'SHELVED_OFFLOADED', 'ACTIVE', 9100],
  ['servers.resize', 'ACTIVE', 'VERIFY_RESIZE', 14_000],
]

function requirements(attributes: number): Requirement[] {
  const calls: [string, string, string][] = [
    ...CALLS,
    ...ACTIONS.map((name): [string, string, string] => [
      `servers.${name}`,
      'POST',
      `/servers/{server_id}/action#${name}`,
    ]),
  ]
  return calls.flatMap(([operationId, method, path]) => {
    const events = operationId.startsWith('events.')
    const base = {
      operationId,
      method,
      path,
      service: events ? ('events' as const) : ('compute' as const),
      source: { document: 'compute-v2', section: operationId.split('.')[1]! },
    }
    const written = STATEMENTS.map(
      ([name, kind, level, text]): Requirement => ({
        ...base,
        id: `${operationId}/${name}`,
        kind,
        level,
        basis: level === 'MUST' ? 'stated' : level === 'SHOULD' ? 'implied' : 'observed',
        text,
        ...(name === 'status-200' && operationId === 'volumeAttachments.attach'
          ? { errata: ['attach-202-or-200'] }
          : {}),
        ...(operationId === 'servers.rescue' ? { feature: 'os-rescue' } : {}),
      }),
    )
    const derived = Array.from(
      { length: attributes },
      (_, index): Requirement => ({
        ...base,
        id: `${operationId}/body.server.attribute_${index}`,
        kind: 'attribute',
        level: 'MUST',
        basis: 'shown',
        samples: 'every',
        text: `The answer names the server's ${index}th attribute, a string of at least one character.`,
        ...(index === 5 ? { optional: true as const } : {}),
      }),
    )
    return [...written, ...derived]
  })
}

function header(): RunHeader {
  return {
    schemaVersion: 1,
    tool: { name: 'stackproof', version: '0.1.0' },
    spec: { version: '2.0', digest: 'sha256-5f0c1b7e9d3a4c2288e6' },
    target: {
      name: 'acme-east',
      endpoints: {
        compute: 'https://compute.acme.example/v2.1',
        identity: 'https://identity.acme.example/v3',
      },
      versions: { compute: '2.1 (2.1 to 2.93)', identity: '3.14' },
      features: ['os-shelve', 'os-lock-server'],
    },
    run: {
      id: 'a1b2c3d4',
      startedAt: '2026-11-21T09:12:44.000Z',
      seed: 20261121,
      profile: 'compute-v2.1',
      footprint: 'admin',
      concurrency: 4,
    },
    selected: null,
    allowedMissing: { 'virtualInterfaces.list': [404, 410] },
    optionalServices: ['events'],
    waivers: [
      {
        id: 'servers.lock/locked-refused-to-member',
        reason: 'Fixed in the next release',
        owner: 'compute-team',
        ticket: 'ACME-1201',
        expires: '2027-03-31',
      },
      { id: 'servers.list/body', reason: 'Sent HTML on Sundays', owner: 'edge-team', expires: '2027-01-31' },
    ],
  }
}

function exchange(index: number, rows: Requirement[], random: () => number): Exchange {
  const { operationId, method, path } = rows[0]!
  const gone = operationId === 'virtualInterfaces.list'
  const problems: Problem[] = []
  if (operationId === 'servers.show' && index % 3 === 0) {
    problems.push({
      pointer: '/server/accessIPv4',
      expected: 'a string of format ipv4',
      found: '"not-an-address"',
      requirements: ['servers.show/body.server.attribute_1'],
    })
  }
  if (operationId === 'flavors.listDetail') {
    problems.push({
      pointer: '/headers/x-compute-request-id',
      expected: 'a request id',
      found: 'no such header',
      requirements: ['flavors.listDetail/request-id'],
    })
  }
  const body = JSON.stringify({
    server: {
      id: uuid(random),
      name: index === 0 || operationId === 'servers.show' ? HOSTILE : `web-${index}`,
      status: 'ACTIVE',
      accessIPv4: 'not-an-address',
      metadata: { role: 'front end', note: 'x'.repeat(Math.floor(random() * 400)) },
    },
  })
  const broken = new Set(problems.flatMap((problem) => problem.requirements))
  return {
    id: `x-${index}`,
    test: `t-${index}`,
    operationId,
    service: 'compute',
    role: index % 5 ? 'member' : 'admin',
    startedAt: new Date(Date.UTC(2026, 10, 21, 9, 12, 44) + index * 300).toISOString(),
    durationMs: Math.round(20 + random() * 300),
    request: {
      method,
      url: `https://compute.acme.example/v2.1${path.split('#')[0]!.replace('{server_id}', uuid(random))}`,
      headers: { accept: 'application/json', 'x-auth-token': '[redacted]' },
      ...(method === 'POST' ? { body: JSON.stringify({ [path.split('#')[1] ?? 'server']: null }) } : {}),
    },
    response: gone
      ? {
          status: 404,
          headers: { 'content-type': 'application/json' },
          body: '{"itemNotFound": {"code": 404, "message": "gone"}}',
        }
      : {
          status: 200,
          headers: { 'content-type': 'application/json', 'x-compute-request-id': `req-${uuid(random)}` },
          body,
        },
    curl: `curl -g -X ${method} 'https://compute.acme.example/v2.1${path.split('#')[0]}' -H "X-Auth-Token: $OS_TOKEN"`,
    problems,
    kept: rows
      .filter((each) => !broken.has(each.id) && !each.optional && each.kind !== 'precondition')
      .map((each) => each.id),
    observations: index % 97 === 0 ? [{ operationId, attribute: 'server.acme:rack' }] : [],
  }
}

function cells(random: () => number): MatrixCell[] {
  return ACTIONS.flatMap((name, row) =>
    STATUSES.flatMap((status, column) =>
      [false, true].flatMap((locked) =>
        (['member', 'admin'] as Role[]).map((role): MatrixCell => {
          const operationId = `servers.${name}`
          const unreached = status === 'ERROR' || (status === 'BUILD' && row % 3 > 0)
          const accepted = (row * 7 + column * 3) % 5 < 2 && !(locked && role === 'member')
          const odd = row === 4 && column === 0 && locked
          const outcome = unreached
            ? 'unreached'
            : row === 15 && column === 6 && !locked
              ? 'broken'
              : accepted || odd
                ? 'accepted'
                : 'refused'
          return {
            operationId,
            status,
            locked,
            role,
            outcome,
            ...(unreached
              ? {}
              : {
                  answer:
                    outcome === 'accepted' ? 202 : outcome === 'broken' ? 500 : random() > 0.5 ? 409 : 400,
                }),
            ...(column < 4 && row % 2 === 0
              ? {
                  documented: accepted ? ('accepted' as const) : ('refused' as const),
                  requirement: `${operationId}/from-active`,
                }
              : {}),
          }
        }),
      ),
    ),
  )
}

/** Numbers between 0 and 1, the same for the same seed (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
