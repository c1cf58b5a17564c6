import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

describe('List virtual interfaces', () => {
  test(...requirement('virtualInterfaces.list/no-request-body'), async ({ compute, given }) => {
    answers(200, await compute.virtualInterfaces.list(await given.server()))
  })

  test(...requirement('virtualInterfaces.list/every-interface-listed'), async ({ compute, given }) => {
    const [one, other] = [await given.server(), await given.server()]
    const ids = async (server: typeof one) => {
      const { body } = answers(200, await compute.virtualInterfaces.list(server))
      return (body?.virtual_interfaces ?? []).map((each) => each.id)
    }
    const [own, foreign] = [await ids(one), await ids(other)]
    same(own.length, 1, 'how many virtual interfaces a server with one network has')
    demand(!foreign.includes(own[0]!), `two servers list the interface ${own[0]}`)
  })

  test(...requirement('virtualInterfaces.list/net-id-is-the-network'), async ({ compute, given }) => {
    const network = await given.networkId()
    const { body } = answers(200, await compute.virtualInterfaces.list(await given.server()))
    const [first] = body?.virtual_interfaces ?? []
    if (first === undefined) throw new Blocked('virtualInterfaces.list', 'setup: no interface is listed')
    same(first['OS-EXT-VIF-NET:net_id'], network, 'the network of the interface')
  })
})
