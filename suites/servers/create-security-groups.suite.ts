import { same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { type Created, created, refusedCreation, type Shown, shown } from './create-cases.ts'
import { MINIMAL, RICH, withServer } from './create-recipes.ts'
import { VOLUMES } from './volume-recipes.ts'

/** The names of a server's groups, each once: a group is listed again for each interface. */
const groupsOf = (server: Shown): string[] =>
  [...new Set(((server.security_groups ?? []) as Shown[]).map(({ name }) => String(name)))].sort()

/** A server that was made, as it is shown. @throws Blocked if it is on no network, or its groups are not told */
const onNetwork = async (context: TestContext, made: Pick<Created, 'server_id'>): Promise<Shown> => {
  const server = await shown(context, made)
  if (Object.keys(server.addresses ?? {}).length === 0)
    throw new Blocked('servers.create', 'the server has no interface that groups could hold for')
  // That a server shows its groups is known of clouds only.
  if (server.security_groups === undefined)
    throw new Blocked('environment', 'the target does not show the security groups of a server')
  return server
}

describe('Create server: security_groups', () => {
  test(...requirement('servers.create/security-group-default'), async ({ context }) => {
    const { name } = requirementOf('servers.create/security-group-default').data as { name: string }
    const made = await created(context, MINIMAL, [])
    same(
      groupsOf(await onNetwork(context, made)),
      [name],
      'the security groups of a server that was given none',
    )
  })

  test(...requirement('servers.create/security-groups-named'), async ({ context }) => {
    const made = await created(context, RICH, ['groups'])
    const asked = (made.request.server.security_groups ?? []).map(({ name }) => String(name)).sort()
    same(groupsOf(await onNetwork(context, made)), asked, 'the security groups of the new server')
  })

  test(
    'servers.create/security-groups-named, without the default one',
    requirement('servers.create/security-groups-named')[1],
    async ({ context, given }) => {
      const { name } = await given.securityGroup()
      const { id: server_id } = await given.server({ security_groups: [{ name }] })
      same(groupsOf(await onNetwork(context, { server_id })), [name], 'the security groups of the new server')
    },
  )
  const [title, options] = requirement('servers.create/security-groups-named')
  test(`${title} of a server that boots from a volume`, options, async ({ context }) => {
    const made = await created(context, VOLUMES, ['boot', 'groups'])
    const asked = (made.request.server.security_groups ?? []).map(({ name }) => String(name)).sort()
    same(
      groupsOf(await onNetwork(context, made)),
      asked,
      'the security groups of a server that boots from a volume',
    )
  })

  test(...requirement('servers.create/security-group-unknown'), ({ context, given }) =>
    refusedCreation(
      context,
      'servers.create/security-group-unknown',
      withServer({ security_groups: [{ name: given.name() }] }),
    ),
  )
})
