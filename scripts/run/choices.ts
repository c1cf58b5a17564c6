import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Choices } from '../../fixtures/resources/choices.ts'
import { oneLine } from '../../reporters/terminal.ts'
import { UsageError } from '../errors.ts'
import { closest } from '../options/closest.ts'

interface Known {
  id: string
  name: string
}

type Any = any

/**
 * Finds what the options name, or give the id of, at the target, before anything is made there.
 * @throws UsageError for a name that is not there, or that several have
 */
export async function choicesOf(wished: Choices, client: TypedClient): Promise<Choices> {
  const { image, flavor, network, zone, volumeType } = wished
  const find = async (option: string, wanted: string | undefined, list: () => Promise<Known[]>) =>
    wanted === undefined ? undefined : pick(option, wanted, await list())
  return {
    image: await find('--image', image, () => listed(client.images.listDetail(), 'images')),
    flavor: await find('--flavor', flavor, () => listed(client.flavors.listDetail(), 'flavors')),
    network: await find('--network', network, () => listed(client.networks.list(), 'networks')),
    zone: await find('--zone', zone, async () =>
      (await items(client.availabilityZones.list(), 'availabilityZoneInfo')).map(({ zoneName }) => ({
        id: String(zoneName),
        name: String(zoneName),
      })),
    ),
    volumeType: await volumeTypeOf(volumeType, client),
  }
}

/** A type of volumes by the list of them; as it was given where the target shows none, for then the service itself says what it does not know. */
async function volumeTypeOf(wanted: string | undefined, client: TypedClient): Promise<string | undefined> {
  if (wanted === undefined || client.caller.endpoints.volume === undefined) return wanted
  const { status, body } = await client.send('volumes.list', { route: '/types' })
  const types = (body as Any)?.volume_types
  if (status !== 200 || !Array.isArray(types) || types.length === 0) return wanted
  const known = types
    .filter((each) => each !== null)
    .map(({ id, name }) => ({ id: String(id), name: String(name) }))
  return pick('--volume-type', wanted, known)
}

const listed = async (call: Promise<{ status: number; body?: unknown }>, key: string): Promise<Known[]> =>
  (await items(call, key)).map(({ id, name }) => ({ id: String(id), name: String(name) }))

async function items(call: Promise<{ status: number; body?: unknown }>, key: string): Promise<Any[]> {
  const { status, body } = await call
  const found = (body as Any)?.[key]
  if (status === 200 && Array.isArray(found)) return found.filter((each) => each !== null)
  throw new UsageError(`the target answered ${status} without a list of ${key}: leave the choice to the run`)
}

function pick(option: string, wanted: string, known: Known[]): string {
  const byId = known.find(({ id }) => id === wanted)
  const byName = known.filter(({ name }) => name === wanted)
  if (byId !== undefined) return byId.id
  if (byName.length === 1) return byName[0]!.id
  if (byName.length > 1)
    throw new UsageError(
      `${option}: ${byName.length} are called ${wanted}; give an id: ${byName.map(({ id }) => id).join(', ')}`,
    )
  const names = known.map(({ name }) => name)
  const near = closest(wanted, names)
  const shown = (near.length > 0 ? near : names).slice(0, 5).map((name) => oneLine(name, 60))
  const told =
    shown.length === 0
      ? 'there is none'
      : `${near.length > 0 ? 'close to it' : 'there are'}: ${shown.join(', ')}`
  throw new UsageError(`${option}: the target has no ${wanted}; ${told}`)
}
