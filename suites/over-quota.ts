import type { Answer } from '../fixtures/client/answer.ts'
import { isSuccess } from '../fixtures/client/answer.ts'
import { refused } from '../fixtures/expect/answers.ts'
import { Unsupported } from '../fixtures/outcome.ts'
import type { TestContext } from '../fixtures/run/test-context.ts'

/** By which several servers are asked for at once. */
const SEVERAL = 'os-multiple-create'

/**
 * A call for more servers than the project may have was refused. A target that does not know how to make several makes one,
 * and that says nothing of its quota.
 * @throws Broken if it was taken; Unsupported where the target made fewer than were asked for and does not list the extension
 */
export async function refusedForQuota(
  context: TestContext,
  answer: Answer<'servers.create' | 'volumesBoot.create'>,
  wanted: readonly number[],
  asked: { name: string; count: number },
): Promise<void> {
  if (isSuccess(answer) && !context.run.config.target.features.includes(SEVERAL)) {
    const { body } = context.need(200, await context.compute.servers.list({ query: { name: asked.name } }))
    if (body.servers.length < asked.count)
      throw new Unsupported(
        `${answer.operationId} made ${body.servers.length} of ${asked.count} servers: the target does not offer ${SEVERAL}, and nothing else takes it over its quota at once`,
      )
  }
  refused(wanted, answer, `for ${asked.count} servers`)
}
