import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { usableFlavors, usableImages } from '../../fixtures/resources/inventory.ts'
import { NAME_PREFIX } from '../../fixtures/resources/ledger.ts'
import { plainServer } from '../../fixtures/resources/plain-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import type { RequirementId } from '../../spec/generated/requirements.ts'
import { linkTo } from '../links.ts'
import { LONG_NAME } from '../long-name.ts'
import type { Part, Recipe, Shown } from './create-cases.ts'
import { freeAddress } from './free-address.ts'

/** A name, image and flavor, and a network only where the project has several to choose from. */
export const MINIMAL = {
  name: 'a server of name, image and flavor',
  parts: {
    bare: async (_given, context) =>
      context.compute.caller.endpoints.network !== undefined && (await visibleNetworks(context)).length > 1
        ? {}
        : { server: { networks: undefined } },
  },
} satisfies Recipe

/** Letters of two and of three bytes, which every way of storing Unicode has. */
export const WIDE = 'größe-東京'

/** Capitals, as every sample has them, blanks at both ends of the value, and more than one in between. */
export const EXACT = { key: 'Kept As It Is', value: ' Kept  as it is ' }

/** Every input that does not rule another one out. */
export const RICH = {
  name: 'a server asked for with every input',
  parts: {
    metadata: ({ faker }) => ({
      server: {
        metadata: { [faker.word.noun()]: faker.lorem.words(3), [faker.word.verb()]: faker.word.noun() },
      },
    }),
    blankKey: ({ faker }) => ({
      server: { metadata: { [`${faker.word.adjective()} key with blanks`]: faker.word.noun() } },
    }),
    longKey: ({ faker }) => ({
      server: {
        metadata: {
          [faker.string.alphanumeric(bytesOf('servers.create/metadata-key-255-bytes'))]: 'long key',
        },
      },
    }),
    longValue: ({ faker }) => ({
      server: {
        metadata: { long: faker.string.alphanumeric(bytesOf('servers.create/metadata-value-255-bytes')) },
      },
    }),
    wideValue: () => ({ server: { metadata: { wide: WIDE } } }),
    asItIs: () => ({ server: { metadata: { [EXACT.key]: EXACT.value } } }),
    personality: ({ faker }) => ({
      server: {
        personality: [{ path: `/etc/${faker.word.noun()}.txt`, contents: base64(faker.lorem.sentence()) }],
      },
    }),
    longPath: () => ({
      server: {
        personality: [
          { path: pathOf(bytesOf('servers.create/personality-path-255-bytes')), contents: base64('a') },
        ],
      },
    }),
    largestFile: async (_given, context) => ({
      server: {
        personality: [{ path: '/etc/largest', contents: base64('a'.repeat(await largestFile(context))) }],
      },
    }),
    userData: ({ faker }) => ({ server: { user_data: base64(`#!/bin/sh\n# ${faker.lorem.sentence()}\n`) } }),
    zone: async (_given, context) => ({ server: { availability_zone: await zone(context) } }),
    keyPair: async (given) => ({ server: { key_name: (await given.keypair()).name } }),
    configDrive: () => ({ server: { config_drive: true } }),
    groups: async (given) => ({
      server: { security_groups: [{ name: 'default' }, { name: (await given.securityGroup()).name }] },
    }),
    hints: ({ faker }) => ({
      'os:scheduler_hints': { [`stackproof-${faker.word.noun()}`]: faker.word.noun() },
    }),
    diskConfigAuto: async (_given, context) => ({
      server: { 'OS-DCF:diskConfig': 'AUTO', imageRef: await partitionedImage(context) },
    }),
    flavorUrl: async (given, context) => ({
      server: { flavorRef: await flavorUrl(context, await given.flavorId()) },
    }),
    network: async (given) => ({ server: { networks: [{ uuid: await given.networkId() }] } }),
  },
} satisfies Recipe

/** What the rich server has the other way round, two interfaces, and disks of its host. */
export const OTHERWISE = {
  name: 'a server asked for with the opposite inputs, two interfaces and local disks',
  parts: {
    longName: (given) => ({ server: { name: given.name().padEnd(LONG_NAME, '-of-a-long-name') } }),
    noConfigDrive: () => ({ server: { config_drive: false } }),
    diskConfigManual: () => ({ server: { 'OS-DCF:diskConfig': 'MANUAL' } }),
    port: async (given) => ({ server: { networks: [{ port: (await given.port()).id }] } }),
    fixedAddress: async (given, context) => {
      const fixed_ip = await freeAddress(given, context)
      return { server: { networks: [{ uuid: await given.networkId(), fixed_ip }] } }
    },
    localRoot: async (given) => ({
      server: {
        block_device_mapping_v2: [
          {
            source_type: 'image',
            uuid: await given.imageId(),
            destination_type: 'local',
            boot_index: 0,
            delete_on_termination: true,
          },
        ],
      },
    }),
    localFormats: async (given, context) => ({
      server: {
        flavorRef: await roomyFlavor(given, context),
        block_device_mapping_v2: formats().map((guest_format) => ({
          source_type: 'blank',
          destination_type: 'local',
          guest_format,
          volume_size: 1,
          boot_index: -1,
          delete_on_termination: true,
        })),
      },
    }),
  },
} satisfies Recipe

/** The formats that a local disk may be given. */
const formats = (): string[] =>
  (requirementOf('servers.create/guest-format').data as { formats: string[] }).formats

/** A flavor with room for swap and another local disk: one of the target's, or one of the run's own. */
const roomyFlavor = async (given: Given, context: TestContext): Promise<string> => {
  const [image] = await usableImages(context)
  const { flavors } = context.need(200, await context.compute.flavors.listDetail()).body
  const found = (flavors as Shown[]).find(
    (each) =>
      Number(each.swap) > 0 &&
      each['OS-FLV-EXT-DATA:ephemeral'] > 0 &&
      each.ram >= (image?.minRam ?? 0) &&
      each.disk >= (image?.minDisk ?? 0) &&
      !String(each.name).startsWith(NAME_PREFIX),
  )
  if (found !== undefined) return String(found.id)
  const smallest = await given.flavorId()
  const plain = (await usableFlavors(context)).find(({ id }) => id === smallest)!
  return (await given.flavor({ ram: plain.ram, disk: plain.disk, swap: 64, 'OS-FLV-EXT-DATA:ephemeral': 1 }))
    .flavor_id
}

/** The numbers of bytes that a requirement is about. */
export const bytesOf = (id: RequirementId): number =>
  Number((requirementOf(id).data as Shown | undefined)?.bytes)

/** Base64 of a text. */
export const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** A path of so many bytes, none of its names too long for a file system. */
export const pathOf = (bytes: number): string =>
  `/etc/${'stackproof/'.repeat(Math.ceil(bytes / 11))}`.slice(0, bytes - 1).concat('x')

/** How many bytes a file may hold that is put into a server. @throws Blocked where the target has no such limit */
export const largestFile = async (context: TestContext): Promise<number> => {
  const name = String((requirementOf('servers.create/personality-over-decoded-limit').data as Shown).limit)
  const limit = (await limits(context))[name]
  if (typeof limit !== 'number' || limit < 1)
    throw new Blocked('environment', `the target publishes no ${name} among its limits`)
  return limit
}

/** The project's absolute limits, by name. */
export const limits = async (context: TestContext): Promise<Shown> =>
  (context.need(200, await context.compute.limits.show()).body as Shown | undefined)?.limits?.absolute ?? {}

/** The last zone that servers can be made in: seldom the one that is taken by default. */
const zone = async (context: TestContext): Promise<string> => {
  const listed = context.need(200, await context.compute.availabilityZones.list())
  const known: Shown[] = (listed.body as Shown | undefined)?.availabilityZoneInfo ?? []
  const name = known.filter((each) => each?.zoneState?.available === true).at(-1)?.zoneName
  if (typeof name !== 'string') throw new Blocked('environment', 'the target has no availability zone')
  return name
}

/** An image that does not rule out that its disk is partitioned automatically. */
const partitionedImage = async (context: TestContext): Promise<string> => {
  // Where no server can be asked for, that is the reason.
  await plainServer(context)
  const flavors = await usableFlavors(context)
  for (const { id, minDisk, minRam } of await usableImages(context)) {
    if (!flavors.some((flavor) => flavor.ram >= minRam && flavor.disk >= minDisk)) continue
    const answer = context.need(200, await context.compute.images.show({ image_id: id }))
    const property = (answer.body as Shown | undefined)?.image?.metadata?.auto_disk_config
    if (property === undefined || property === null || /^(true|1|yes|on|t|y)$/i.test(String(property)))
      return id
  }
  throw new Blocked('environment', 'the target has no image whose disk may be partitioned automatically')
}

const flavorUrl = async (context: TestContext, flavor_id: string): Promise<string> => {
  const answer = context.need(200, await context.compute.flavors.show({ flavor_id }))
  return linkTo('self', answer.body.flavor.links)
}

/** The networks that a server without networks would get: id and name. @throws Blocked without a network service */
export const visibleNetworks = async (context: TestContext): Promise<{ id: string; name: string }[]> => {
  const { caller } = context.compute
  if (caller.endpoints.network === undefined)
    throw new Blocked('environment', 'the target has no network service in its catalogue')
  const answer = context.need(200, await context.compute.networks.list())
  return answer.body.networks
    .filter(
      (each) =>
        each.shared === true ||
        (!each['router:external'] && (each.project_id ?? each.tenant_id) === caller.projectId),
    )
    .map(({ id, name }) => ({ id, name }))
}

/** Wishes for one server attribute. */
export const withServer =
  (server: Shown): Part =>
  () => ({ server })
