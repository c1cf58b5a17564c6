import type { Report } from '../../reporters/report.ts'
import type { GoodAnswer } from '../../spec/kills.ts'
import { run } from '../run/run.ts'

/** One clean run, with every answer that shows a requirement kept, uncut. */
export async function cleanRun(
  seed: number,
  folder: string,
): Promise<{ answers: GoodAnswer[]; bad: string[] }> {
  const shortest = new Map<string, GoodAnswer>()
  const { report } = await run({
    report: folder,
    seed,
    format: ['json'],
    timeoutScale: 1,
    shown: ({ answer, offer, shows }) => {
      for (const id of shows) shortest.set(`${answer.status} ${id}`, { answer, offer })
    },
  })
  return { answers: [...new Set(shortest.values())], bad: notWhole(report) }
}

/** What keeps a run from being clean. */
const notWhole = ({ requirements }: Report): string[] =>
  requirements
    .filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict))
    .map(({ id, verdict, reason }) => `${verdict}: ${id}: ${reason}`)
