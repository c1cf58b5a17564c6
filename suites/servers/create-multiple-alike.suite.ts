import { demand, holds, same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import type { Shown } from './create-cases.ts'
import { NUMBERS, ofMaxCountAlone, several } from './several-servers.ts'

describe('Create multiple servers: each of them', () => {
  test(
    'servers.create/metadata-set of each of several servers',
    requirement('servers.create/metadata-set')[1],
    async ({ context }) => {
      const { server, servers } = await several(context, NUMBERS)
      for (const { metadata } of servers)
        holds(metadata, server.metadata ?? {}, 'the metadata of a server of a request for several')
    },
  )

  test(
    'servers.create/key-name-set of each of several servers',
    requirement('servers.create/key-name-set')[1],
    async ({ context }) => {
      const { server, servers } = await ofMaxCountAlone(context)
      if (server.key_name !== undefined)
        for (const { key_name } of servers)
          same(key_name, server.key_name, 'the key pair of a server of a request for several')
    },
  )

  test(
    'servers.create/security-groups-named of each of several servers',
    requirement('servers.create/security-groups-named')[1],
    async ({ context }) => {
      const { server, servers } = await ofMaxCountAlone(context)
      const wanted: Shown[] = server.security_groups ?? []
      // Lists may leave the groups out, and a server on no network has none.
      for (const { security_groups: groups, addresses } of servers)
        if (Array.isArray(groups) && Object.keys(addresses ?? {}).length > 0)
          for (const { name } of wanted)
            demand(
              groups.some((each) => each?.name === name),
              `a server of a request for several is not in the security group ${name}`,
            )
    },
  )
})
