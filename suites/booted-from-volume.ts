import type { Answer } from '../fixtures/client/answer.ts'
import { answers } from '../fixtures/expect/answers.ts'
import { demand } from '../fixtures/expect/demand.ts'
import { Given, type GivenVolume } from '../fixtures/given/given.ts'
import { sharedResource } from '../fixtures/given/shared.ts'
import type { TestContext } from '../fixtures/run/test-context.ts'

const ID = 'volumesBoot.create'

/** What boots a server from a volume under every root of known clouds. */
export async function request(
  given: Given,
  volume: Pick<GivenVolume, 'volume_id'>,
  more: Record<string, unknown> = {},
) {
  const { imageRef: _, ...plain } = await given.serverRequest()
  return {
    ...plain,
    block_device_mapping: [{ volume_id: volume.volume_id, device_name: 'vda' }],
    ...more,
  } as Record<string, unknown>
}

interface Told {
  id?: unknown
  links?: unknown
  adminPass?: unknown
}

/** The server of an answer, whatever it holds. */
export const serverIn = (answer: Answer): Told => ((answer.body ?? {}) as { server?: Told }).server ?? {}

/** The id of that server. @throws Broken where there is none */
export const idOf = (answer: Answer): string => {
  const { id } = serverIn(answer)
  demand(typeof id === 'string', 'the answer names no server')
  return id
}

/** A server that boots from a volume. */
export async function booted(context: TestContext, given: Given, more: Record<string, unknown> = {}) {
  const volume = await given.bootableVolume()
  const server = await request(given, volume, more)
  const answer = answers(202, await context.compute.send(ID, { body: { server } }))
  return { volume, answer, server: await given.adopt(idOf(answer), String(server.name)), asked: server }
}

/** One such server, for all tests that only look at it. */
export const bootedForAll = (context: TestContext) =>
  sharedResource(context, 'a server that os-volumes_boot booted from a volume', (own) =>
    booted(own, new Given(own)),
  )
