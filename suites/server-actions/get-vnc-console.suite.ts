import type { Answer } from '../../fixtures/client/answer.ts'
import { said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Request } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

type ConsoleType = Request<'servers.getVncConsole'>['os-getVNCConsole']['type']

describe('Get console', () => {
  /**
   * Asks for a console. Where the documents only allow a type, that a target has none of it is worth a note.
   * @throws Unsupported if the target says that it has none of a type that the documents demand
   */
  const consoleOf = async (
    compute: TypedClient,
    server: GivenServer,
    id: 'servers.getVncConsole/type-novnc' | 'servers.getVncConsole/type-xvpvnc',
  ): Promise<{ type: ConsoleType; answer: Answer<'servers.getVncConsole'> }> => {
    const { level, data } = requirementOf(id)
    const { type, notOffered } = data as { type: ConsoleType; notOffered: number[] }
    const answer = await compute.servers.getVncConsole({
      server_id: server.id,
      body: { 'os-getVNCConsole': { type } },
    })
    if (level === 'MUST' && notOffered.includes(answer.status) && /console|type/i.test(answer.text))
      throw new Unsupported(`the target has no ${type} console: ${said(answer)}`)
    return { type, answer: answers(200, answer) }
  }

  /** The address of a console. @throws Blocked if none is told: that is judged on every answer */
  const urlOf = async (compute: TypedClient, server: GivenServer): Promise<string> => {
    const { answer } = await consoleOf(compute, server, 'servers.getVncConsole/type-novnc')
    const url: unknown = answer.body?.console?.url
    if (typeof url !== 'string')
      throw new Blocked('servers.getVncConsole', 'setup: the console has no address')
    return url
  }

  test(...requirement('servers.getVncConsole/type-novnc'), async ({ compute, given }) => {
    await consoleOf(compute, await given.server(), 'servers.getVncConsole/type-novnc')
  })

  test(...requirement('servers.getVncConsole/type-xvpvnc'), async ({ compute, given }) => {
    await consoleOf(compute, await given.server(), 'servers.getVncConsole/type-xvpvnc')
  })

  test(...requirement('servers.getVncConsole/type-echoed'), async ({ compute, given }) => {
    const { type, answer } = await consoleOf(
      compute,
      await given.server(),
      'servers.getVncConsole/type-novnc',
    )
    same(answer.body?.console?.type, type, 'the type of the console in the answer')
  })

  test(
    'servers.getVncConsole/type-echoed of the type xvpvnc',
    requirement('servers.getVncConsole/type-echoed')[1],
    async ({ compute, given }) => {
      const { data } = requirementOf('servers.getVncConsole/type-xvpvnc')
      const { type } = data as { type: ConsoleType }
      const answer = await compute.servers.getVncConsole({
        server_id: (await given.server()).id,
        body: { 'os-getVNCConsole': { type } },
      })
      // Whether there is such a console is judged apart.
      if (answer.status === 200)
        same(answer.body?.console?.type, type, `the type of the console in the answer to ${type}`)
    },
  )

  test(...requirement('servers.getVncConsole/url-carries-token'), async ({ compute, given }) => {
    const server = await given.server()
    const url = await urlOf(compute, server)
    // Some clouds put it into a path of the console's own, encoded, or as a part of the path; the server's id is none.
    const opaque = url.replaceAll(server.id, '').match(/[\w-]{20,}/g) ?? []
    demand(
      /token(=|%3D)[^&]/i.test(url) || opaque.length > 0,
      `the address of the console, ${url}, carries no token`,
    )
  })

  test(...requirement('servers.getVncConsole/urls-differ'), async ({ compute, given }) => {
    const servers = [await given.server(), await given.server()]
    const [one, other] = await Promise.all(servers.map((server) => urlOf(compute, server)))
    demand(one !== other, `two servers have their console at one address, ${one}`)
  })
})
