import type { Kind, Level, Requirement } from '../spec/requirement.ts'

/** Names of server actions; each is an operation of the made-up catalogue. */
export const ACTIONS = [
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
 * A made-up catalogue: every operation with the same statements.
 * @param attributes further requirements an operation, one for each attribute of a body
 */
export function sampleCatalogue(attributes: number): Requirement[] {
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
