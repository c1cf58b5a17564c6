import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Offer } from '../../spec/judge/offer.ts'
import { type Answer, judge } from '../../spec/judge.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import type { Role } from '../../spec/requirement.ts'

/** How fast the judge is on this machine, on one core. */
export interface JudgeFigures {
  /** Recorded answers of a real Nova, judged in a second. */
  exchangesPerSecond: number
  /** Time to judge a list of so many servers, over the time that JSON.parse takes for it; reading it as JSON counts as judging. */
  listOverParse: number
  /** Milliseconds from the start of Node to the first judgement, less those that Node takes to do nothing. */
  coldStartMs: number
}

interface Recording {
  features: string[]
  exchanges: {
    operationId: string
    role: Role
    status: number
    headers: Record<string, string>
    body?: unknown
  }[]
}

const RECORDED = join(PACKAGE_ROOT, 'spec', 'recorded', 'nova-26.json')
const SERVERS = 1000

/** Measures the judge; takes a few seconds. */
export function benchJudge(): JudgeFigures {
  const { features, exchanges }: Recording = JSON.parse(readFileSync(RECORDED, 'utf8'))
  const offers = new Map<Role, Offer>(
    (['member', 'admin'] as const).map((role) => [role, { role, features: new Set(features) }]),
  )
  const answers = exchanges.map(({ body, role, ...rest }): [Answer, Offer] => [
    { ...rest, body: body === undefined ? '' : JSON.stringify(body) },
    offers.get(role)!,
  ])
  const perAnswer = fastest(() => {
    for (const [answer, offer] of answers) judge(answer, offer)
  })
  const list = listOf(exchanges, SERVERS)
  const parse = fastest(() => JSON.parse(list.body))
  const judged = fastest(() => judge(list, offers.get('member')))
  return {
    exchangesPerSecond: Math.round((1000 * answers.length) / perAnswer),
    listOverParse: judged / parse,
    coldStartMs: coldStart(),
  }
}

/** The answer to a list in detail, of servers as Nova shows them. */
function listOf(exchanges: Recording['exchanges'], count: number): Answer {
  const shown = exchanges.find((e) => e.operationId === 'servers.show' && e.status === 200)!
  const { server } = shown.body as { server: Record<string, unknown> }
  const text = JSON.stringify(server)
  const servers = Array.from({ length: count }, (_, i) => {
    const id = `${String(server.id).slice(0, -4)}${i.toString(16).padStart(4, '0')}`
    return JSON.parse(text.replaceAll(String(server.id), id))
  })
  return {
    operationId: 'servers.listDetail',
    status: 200,
    headers: shown.headers,
    body: JSON.stringify({ servers }),
  }
}

/** Milliseconds of the fastest of many turns: what the machine does besides makes a turn slower, and none faster. */
function fastest(turn: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (const until = performance.now() + 1000; performance.now() < until; ) {
    const began = performance.now()
    turn()
    best = Math.min(best, performance.now() - began)
  }
  return best
}

function coldStart(): number {
  const module = pathToFileURL(join(PACKAGE_ROOT, 'dist', 'spec', 'judge.js')).href
  const answer = { operationId: 'servers.show', status: 200, headers: {}, body: '{"server":{}}' }
  const program = `import(${JSON.stringify(module)}).then(({ judge }) => judge(${JSON.stringify(answer)}))`
  const time = (code: string) =>
    fastestOf(5, () => {
      const { status } = spawnSync(process.execPath, ['--eval', code])
      if (status !== 0) throw new Error('the judge did not start; npm run build makes dist/')
    })
  return time(program) - time('0')
}

function fastestOf(turns: number, turn: () => void): number {
  const times = Array.from({ length: turns }, () => {
    const began = performance.now()
    turn()
    return performance.now() - began
  })
  return Math.min(...times)
}
