import type { State } from '../fixtures/reference-cloud/state/state.ts'
import { NAME_PREFIX } from '../fixtures/resources/ledger.ts'

/** Something that a reference cloud still holds. */
export interface Left {
  kind: string
  name: string
}

/** What has the name of a run and is in the cloud itself, whatever the cloud shows of it to whom. */
export function leftIn(state: State): Left[] {
  const servers = [...state.servers.values()].filter(({ vmState }) => vmState !== 'deleted')
  const named: [kind: string, things: Iterable<{ name?: string | null; description?: string | null }>][] = [
    ['server', servers],
    ['volume', state.volumes.values()],
    ['snapshot', state.snapshots.values()],
    ['image', state.images.values()],
    ['port', state.ports.values()],
    ['security-group', state.securityGroups.values()],
    ['keypair', state.keyPairs],
    ['flavor', state.flavors.values()],
    ['floating-ip', [...state.floatingIps.values()].map(({ description }) => ({ name: description }))],
    [
      'downed-host',
      state.services
        .filter(({ forcedDown }) => forcedDown)
        .map(({ host }) => ({ name: `${NAME_PREFIX}${host}` })),
    ],
  ]
  return named.flatMap(([kind, things]) =>
    [...things]
      .map(({ name }) => ({ kind, name: name ?? '' }))
      .filter(({ name }) => name.startsWith(NAME_PREFIX)),
  )
}
