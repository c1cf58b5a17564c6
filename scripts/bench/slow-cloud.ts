import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { stackproof } from './process.ts'

/** How slow a cloud is; milliseconds. */
export interface Slowness {
  /** For each answer. */
  answerMs: number
  buildMs: number
  /** For any other transition. */
  actionMs: number
  /** How many servers the project may have; absent: as many as at the reference cloud. */
  instances?: number
}

/** What a run against a slow cloud took. */
export interface SlowRun {
  ms: number
  /** The longest chain of tests that wait for one another, and then what nothing else may run beside; milliseconds. */
  chainMs: number
  /** What so many servers allow: the time that tests were at work on servers, shared among them; milliseconds. */
  serversMs: number
}

/** When a test was at work: from its first request to the end of its last. */
interface Work {
  from: number
  to: number
  onServers: boolean
}

/** @param directory a report directory @returns test → when it was at work, in milliseconds since the epoch */
const workOf = (directory: string): Map<string, Work> => {
  const work = new Map<string, Work>()
  for (const line of readFileSync(join(directory, 'exchanges.ndjson'), 'utf8').split('\n')) {
    if (!line.startsWith('{"type":"exchange"')) continue
    const { test, startedAt, durationMs, request } = JSON.parse(line)
    const at = Date.parse(startedAt)
    const seen = work.get(test) ?? { from: at, to: at, onServers: false }
    seen.from = Math.min(seen.from, at)
    seen.to = Math.max(seen.to, at + durationMs)
    seen.onServers ||= /\/servers\/[0-9a-f-]{36}/.test(request.url)
    work.set(test, seen)
  }
  return work
}

/** Suites of which one test after the other passes a server on; the last of them is alone. */
const CHAINS = ['lifecycle/', 'server-actions/evacuate.']

/** Runs against a cloud that is so slow, as against somebody's own. */
export async function slowRun(slowness: Slowness, directory: string): Promise<SlowRun> {
  const { answerMs, actionMs, buildMs, instances } = slowness
  const quota = instances === undefined ? {} : { quota: { instances } }
  const cloud = createCloud({ seed: 7, latencyMs: actionMs, buildMs, ...quota })
  const late = async (request: Request) => {
    await sleep(answerMs)
    return cloud.fetch(request)
  }
  const server = createServer(getRequestListener(late))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clouds = join(directory, 'clouds.yaml')
  writeFileSync(clouds, cloud.cloudsYaml('slow', url))
  const report = join(directory, 'slow')
  try {
    const ms = await stackproof(
      ['run', '--os-cloud', 'slow', '--os-admin-cloud', 'slow-admin', '--footprint', 'disruptive'].concat([
        '--seed',
        '7',
        '--report',
        report,
      ]),
      { OS_CLIENT_CONFIG_FILE: clouds },
    )
    return { ms, ...boundsOf(report, instances ?? Number.POSITIVE_INFINITY) }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function boundsOf(report: string, servers: number): Pick<SlowRun, 'chainMs' | 'serversMs'> {
  const work = workOf(report)
  const chains = new Map<string, number>()
  let alone = 0
  let onServers = 0
  for (const line of readFileSync(join(report, 'outcomes.ndjson'), 'utf8').split('\n')) {
    if (!line.startsWith('{"type":"outcome"')) continue
    const { test, file, name } = JSON.parse(line)
    const seen = work.get(test)
    if (seen === undefined) continue
    const ms = seen.to - seen.from
    if (seen.onServers) onServers += ms
    const suite = file.replace(/^.*suites\//, '')
    if (suite.startsWith(CHAINS[1])) alone += ms
    else if (suite.startsWith(CHAINS[0])) {
      const chain = name.split(' > ')[0]
      chains.set(chain, (chains.get(chain) ?? 0) + ms)
    }
  }
  return { chainMs: Math.max(...chains.values()) + alone, serversMs: onServers / servers }
}
