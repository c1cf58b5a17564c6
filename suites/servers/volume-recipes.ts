import { usableImages } from '../../fixtures/resources/inventory.ts'
import { plainServer } from '../../fixtures/resources/plain-server.ts'
import type { Recipe } from './create-cases.ts'

/** A server on volumes alone: one that it boots from, and more of every origin. */
export const VOLUMES = {
  name: 'a server that boots from a volume and has others attached',
  parts: {
    data: async (given) => ({
      server: {
        block_device_mapping_v2: [
          {
            ...onVolume(await given.volume()),
            boot_index: -1,
            delete_on_termination: true,
            device_name: '/dev/vdf',
          },
        ],
      },
    }),
    blank: async (given) => ({
      server: {
        block_device_mapping_v2: [
          {
            source_type: 'blank',
            destination_type: 'volume',
            volume_size: await given.volumeSize(),
            boot_index: -1,
            delete_on_termination: true,
          },
        ],
      },
    }),
    image: async (given) => ({
      server: {
        block_device_mapping_v2: [
          {
            source_type: 'image',
            uuid: await given.imageId(),
            destination_type: 'volume',
            volume_size: await given.volumeSize(),
            boot_index: -1,
            delete_on_termination: true,
          },
        ],
      },
    }),
    snapshot: async (given) => {
      const { id, size } = await given.snapshot()
      return {
        server: {
          block_device_mapping_v2: [
            {
              source_type: 'snapshot',
              uuid: id,
              destination_type: 'volume',
              volume_size: size,
              boot_index: -1,
              delete_on_termination: true,
            },
          ],
        },
      }
    },
    metadata: ({ faker }) => ({ server: { metadata: { [faker.word.noun()]: faker.word.noun() } } }),
    keyPair: async (given) => ({ server: { key_name: (await given.keypair()).name } }),
    groups: async (given) => ({
      server: { security_groups: [{ name: (await given.securityGroup()).name }] },
    }),
    configDrive: () => ({ server: { config_drive: true } }),
    boot: async (given) => ({
      server: {
        imageRef: undefined,
        block_device_mapping_v2: [
          { ...onVolume(await given.bootableVolume()), boot_index: 0, delete_on_termination: false },
        ],
      },
    }),
  },
} satisfies Recipe

/** The boot order as the sample has it: text, though it is of numbers (erratum `booleans-and-numbers-as-strings`). */
export const IN_DIGITS = {
  name: 'a server that boots from a volume, with its boot order in digits',
  parts: {
    data: async (given) => ({
      server: {
        block_device_mapping_v2: [
          { ...onVolume(await given.volume()), boot_index: '-1', delete_on_termination: true },
        ],
      },
    }),
    boot: async (given) => ({
      server: {
        imageRef: undefined,
        block_device_mapping_v2: [
          { ...onVolume(await given.bootableVolume()), boot_index: '0', delete_on_termination: false },
        ],
      },
    }),
  },
} satisfies Recipe

/** A server that boots from a volume which is made of an image for it. */
export const NEW_ROOT = {
  name: 'a server that boots from a new volume of an image',
  parts: {
    root: async (given, context) => {
      const { imageRef: uuid } = await plainServer(context)
      const { minDisk = 1 } = (await usableImages(context)).find(({ id }) => id === uuid) ?? {}
      return {
        server: {
          imageRef: undefined,
          block_device_mapping_v2: [
            {
              source_type: 'image',
              uuid,
              destination_type: 'volume',
              volume_size: Math.max(await given.volumeSize(), minDisk),
              boot_index: 0,
              delete_on_termination: true,
            },
          ],
        },
      }
    },
  },
} satisfies Recipe

const onVolume = ({ volume_id }: { volume_id: string }) =>
  ({ source_type: 'volume', destination_type: 'volume', uuid: volume_id }) as const
