import { isDeepStrictEqual } from 'node:util'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

describe('Get console output for an instance', () => {
  /** With fewer lines than this in the log, its end could not be told from its beginning. */
  const ENOUGH_LINES = 3
  /** How long a guest may take to print its first lines, in milliseconds before scaling. */
  const FIRST_LINES_MS = 60_000
  /** How often a log is read again that grew while it was read. */
  const READINGS = 5
  /** More lines than any log has. */
  const ALL = 1_000_000

  /** The lines of the console, without the empty one behind the last newline. */
  const linesOf = async (compute: TypedClient, server: GivenServer, length?: number | string) => {
    const answer = await compute.servers.getConsoleOutput({
      server_id: server.id,
      body: { 'os-getConsoleOutput': length === undefined ? {} : { length: length as number } },
    })
    const output: unknown = answers(200, answer).body?.output
    // That it is text is judged on every answer.
    if (typeof output !== 'string')
      throw new Blocked('servers.getConsoleOutput', 'setup: the answer holds no text of the console')
    const lines = output.split('\n')
    if (lines.at(-1) === '') lines.pop()
    return lines
  }

  const longer = (one: string[], other: string[]) => (one.length > other.length ? one : other)

  /** The whole log, once something stands in it. @throws Blocked by the environment if the guest prints nothing */
  const wholeLog = async (compute: TypedClient, server: GivenServer) => {
    const { pace, config } = server.context.run
    const { end, last } = await watch({
      kind: 'servers.getConsoleOutput first lines',
      pace,
      within: FIRST_LINES_MS * config.timeoutScale,
      look: async () => longer(await linesOf(compute, server, ALL), await linesOf(compute, server)),
      waits: server.context.waits,
      judge: (lines) => (lines.length >= ENOUGH_LINES ? 'done' : 'wait'),
    })
    if (end !== 'done')
      throw new Blocked(
        'environment',
        `the guest printed ${last.length} lines to its console, too few to cut`,
      )
    return last
  }

  for (const [form, of] of [
    ['a number', (length: number) => length],
    ['digits', String],
  ] as const) {
    const [title, options] = requirement('servers.getConsoleOutput/length-limits')
    test(`${title} as ${form}`, options, async ({ compute, given }) => {
      const server = await given.server()
      const whole = await wholeLog(compute, server)
      for (const length of [1, whole.length - 1]) {
        const lines = await linesOf(compute, server, of(length))
        demand(
          lines.length <= length,
          `with the length ${JSON.stringify(of(length))} the output has ${lines.length} lines`,
        )
      }
    })
  }

  test(...requirement('servers.getConsoleOutput/length-from-end'), async ({ compute, given }) => {
    const server = await given.server()
    await wholeLog(compute, server)
    // What comes without a length is cut nowhere: with one, as many lines must come as the log has.
    let whole = await linesOf(compute, server)
    // A guest may print between two calls: only a log that was the same before and after has a known end.
    for (let reading = 0; reading < READINGS; reading++) {
      const lengths = new Set([1, Math.max(2, Math.floor(whole.length / 2)), whole.length - 1, ALL])
      const cuts: [number, string[]][] = []
      for (const length of lengths) cuts.push([length, await linesOf(compute, server, length)])
      const after = await linesOf(compute, server)
      if (isDeepStrictEqual(after, whole)) {
        if (whole.length < ENOUGH_LINES)
          throw new Blocked('servers.getConsoleOutput', 'setup: without a length, hardly a line is given')
        for (const [length, lines] of cuts) {
          // One line less where the newline at the very end counts as the beginning of a line.
          const ends = [whole.slice(-length), length === 1 ? [] : whole.slice(1 - length)]
          demand(
            ends.some((end) => isDeepStrictEqual(lines, end)),
            `with the length ${length} the ${lines.length} lines given are not the last ones of the ${whole.length} of the log`,
          )
        }
        return
      }
      whole = after
    }
    throw new Blocked('environment', 'the guest prints without a pause: its log has no end to compare with')
  })

  test(...requirement('servers.getConsoleOutput/length-optional'), async ({ compute, given }) => {
    const server = await given.server()
    const body = { 'os-getConsoleOutput': {} }
    answers(200, await compute.servers.getConsoleOutput({ server_id: server.id, body }))
  })

  test(...requirement('servers.getConsoleOutput/whole-without-length'), async ({ compute, given }) => {
    const server = await given.server()
    const whole = await wholeLog(compute, server)
    const lines = await linesOf(compute, server)
    demand(
      lines.length >= whole.length,
      `without a length the output has ${lines.length} lines, with a large one it had ${whole.length}`,
    )
  })
})
