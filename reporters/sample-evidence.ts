import type { Exchange, Problem } from '../spec/exchange.ts'
import type { Requirement, Role, ServerStatus } from '../spec/requirement.ts'
import type { RunHeader } from './evidence.ts'
import type { MatrixCell } from './report.ts'
import { ACTIONS } from './sample-catalogue.ts'

/** A server name as only a hostile target would give it. */
export const HOSTILE = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">&'"`

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

/** What the tests of some requirements end with; all others pass. */
export const BREAKS: Record<string, { name: string; message: string; by?: string }> = {
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

/** Waits: what set them off, from where, to where, about how many milliseconds. */
export const TRANSITIONS: [string, string, string, number][] = [
  ['servers.create', 'BUILD', 'ACTIVE', 11_200],
  ['servers.stop', 'ACTIVE', 'SHUTOFF', 2300],
  ['servers.start', 'SHUTOFF', 'ACTIVE', 1800],
  ['servers.shelve', 'ACTIVE', 'SHELVED_OFFLOADED', 6400],
  ['servers.unshelve', 'SHELVED_OFFLOADED', 'ACTIVE', 9100],
  ['servers.resize', 'ACTIVE', 'VERIFY_RESIZE', 14_000],
]

/** What a made-up run says of itself. */
export function sampleHeader(): RunHeader {
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

/** One exchange about an operation whose requirements are given; every third of one operation breaks something. */
export function sampleExchange(index: number, rows: Requirement[], random: () => number): Exchange {
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

/** Every cell of the matrix, of all outcomes. */
export function sampleCells(random: () => number): MatrixCell[] {
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
export function numbers(seed: number): () => number {
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
