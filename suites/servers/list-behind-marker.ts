import type { TypedClient } from '../../fixtures/client/calls.ts'
import { same } from '../../fixtures/expect/demand.ts'
import type { SampleServer, SampleServers } from '../../fixtures/given/sample-servers.ts'
import { everything, type ListOperation, samplesIn } from './list-pages.ts'

/** With marker, the list goes on behind that server. @throws Broken where it does not */
export const continues = async (
  compute: TypedClient,
  list: ListOperation,
  people: SampleServers,
  order: readonly SampleServer[],
  scope: Record<string, unknown> = {},
) => {
  const nicks = order.map(({ nick }) => nick)
  for (const [at, { nick, id }] of order.entries()) {
    const rest = samplesIn(
      await everything(compute, list, { ...scope, name: people.stem, marker: id }),
      people,
    )
    same(rest, nicks.slice(at + 1), `the servers behind ${nick}, of ${nicks.join(', ')}`)
  }
}
