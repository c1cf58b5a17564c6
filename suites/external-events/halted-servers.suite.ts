import { answers } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { ifHad } from '../../fixtures/given/if-had.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

/** A host holds a server whatever its guest does: what happens to it is delivered there. */
describe('Run events of servers that do not run', () => {
  for (const id of ['externalEvents.create', 'externalEvents.createInTenant'] as const)
    for (const status of ['SHUTOFF', 'PAUSED'] as const)
      test(
        `${id}/delivered-code-200 for a server that is ${status}`,
        derivedRequirement(`${id}/delivered-code-200`)[1],
        async ({ admin, given }) => {
          const server = await ifHad(() => given.serverIn(status))
          if (server === undefined) return
          const [name] = requirementOf(`${id}/documented-names`).data!.names as string[]
          const events = [{ name, server_uuid: server.id }]
          const { body } = answers([200, 207], await admin.send(id, { body: { events } }))
          const [told] = (body as { events?: { code?: unknown }[] } | undefined)?.events ?? []
          const { code } = requirementOf(`${id}/delivered-code-200`).data as { code: number }
          same(Number(told?.code), code, `the code of the event for a server that is ${status}`)
        },
      )
})
