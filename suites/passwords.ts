import { demand } from '../fixtures/expect/demand.ts'
import { Given } from '../fixtures/given/given.ts'
import { Unsupported } from '../fixtures/outcome.ts'
import type { GivenServer } from '../fixtures/run/given-server.ts'
import type { TestContext } from '../fixtures/run/test-context.ts'

const UNTOLD = 'the target tells no passwords at all, which an operator may choose'

/** A password that is told, also in a wrong form: that is held against the answer, and the password is one all the same. */
export function passwordTold(password: unknown): string | undefined {
  if (typeof password === 'number') return String(password)
  return typeof password === 'string' && password !== '' ? password : undefined
}

/**
 * An answer about a server has a password in it, unless the target told none when it made that server either (erratum
 * `password-switched-off`).
 * @throws Unsupported if none was told there; nothing where one was, whatever the answer holds
 */
export function unlessUntold(server: GivenServer, password: unknown): void {
  if (passwordTold(password) === undefined && server.adminPass === undefined) throw new Unsupported(UNTOLD)
}

/**
 * An answer tells the password that the cloud made up, unless the cloud tells none at all: an operator may switch that off,
 * and then a rescue tells none either (erratum `password-switched-off`). The password itself goes to no message.
 * @throws Broken if a rescue tells one; Unsupported if none is told there either
 */
export async function tellsPassword(context: TestContext, password: unknown, what: string): Promise<void> {
  if (passwordTold(password) !== undefined) return
  const elsewhere = await context.run.facts.once('a rescue tells passwords', async () => {
    const server = await new Given(context).server()
    const answer = context.need(
      200,
      await context.compute.servers.rescue({ ...server, body: { rescue: {} } }),
    )
    return passwordTold(answer.body?.adminPass) !== undefined
  })
  demand(!elsewhere, `${what} tells no password, and a rescue does`)
  throw new Unsupported(UNTOLD)
}
