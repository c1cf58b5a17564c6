import { expect, test } from 'vitest'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { choicesOf } from './choices.ts'

const answering =
  (body: object, status = 200) =>
  async () => ({ status, body })
const client = {
  images: {
    listDetail: answering({
      images: [
        { id: 'i1', name: 'debian-12' },
        { id: 'i2', name: 'twice' },
        { id: 'i3', name: 'twice' },
      ],
    }),
  },
  flavors: { listDetail: answering({ flavors: [] }) },
  networks: { list: answering({}, 503) },
  availabilityZones: { list: answering({ availabilityZoneInfo: [{ zoneName: 'az1' }] }) },
  caller: { endpoints: { volume: 'http://volumes' } },
  send: answering({ volume_types: [{ id: 't1', name: 'ssd' }] }),
} as unknown as TypedClient

test('names and ids are found; what is not chosen is not asked for', async () => {
  expect(await choicesOf({ image: 'debian-12', zone: 'az1', volumeType: 'ssd' }, client)).toEqual({
    image: 'i1',
    zone: 'az1',
    volumeType: 't1',
  })
  expect((await choicesOf({ image: 'i3' }, client)).image).toBe('i3')
})

test.each([
  [{ image: 'debian12' }, '--image: the target has no debian12; close to it: debian-12'],
  [{ image: 'twice' }, '--image: 2 are called twice; give an id: i2, i3'],
  [{ flavor: 'big' }, '--flavor: the target has no big; there is none'],
  [{ volumeType: 'sdd' }, '--volume-type: the target has no sdd; close to it: ssd'],
  [{ zone: 'elsewhere' }, '--zone: the target has no elsewhere; there are: az1'],
  [{ network: 'n' }, 'the target answered 503 without a list of networks: leave the choice to the run'],
])('%j', async (wished, message) => {
  await expect(choicesOf(wished, client)).rejects.toThrow(message)
})

test('a type of volumes is taken as it is given where the target shows none', async () => {
  for (const send of [answering({}, 403), answering({ volume_types: [] }), answering({ volume_types: null })])
    expect(
      await choicesOf({ volumeType: 'ssd' }, { ...client, send } as unknown as TypedClient),
    ).toMatchObject({
      volumeType: 'ssd',
    })
})
