import { demand } from '../../fixtures/expect/demand.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { shownFor } from './show-answer.ts'

const ID = 'servers.show/extended-status-of-halted-server'

describe('Show server extended status', () => {
  const halted = requirementOf(ID).data as {
    statuses: ServerStatus[]
    powerless: ServerStatus[]
    vm_state: string
    power_state: number
  }
  for (const status of halted.statuses)
    test(`${ID} ${status}`, requirement(ID)[1], async ({ compute, given, context }) => {
      const server = await given.serverIn(status, { lockable: true })
      // Some targets ask the hypervisor now and then, and show what they last heard.
      await inTheEnd(context, 'the extended status of a halted server', async () => {
        const shown: Record<string, unknown> = await shownFor(
          compute,
          server,
          'OS-EXT-STS:vm_state',
          'OS-EXT-STS:power_state',
        )
        // Its user may have started it from inside.
        if (shown.status !== status)
          throw new Blocked('environment', `the server, which was ${status}, is ${shown.status}`)
        // Not every hypervisor tells a guest that it holds from one that runs.
        const names = halted.powerless.includes(status)
          ? (['vm_state', 'power_state'] as const)
          : (['vm_state'] as const)
        for (const name of names)
          demand(
            shown[`OS-EXT-STS:${name}`] !== halted[name],
            `a server that is ${status} has the ${name} ${halted[name]}, which is that of an ACTIVE one`,
          )
      })
    })
})
