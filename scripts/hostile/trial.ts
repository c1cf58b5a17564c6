import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cloud, createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { EXCHANGES_FILE } from '../../reporters/evidence.ts'
import type { Leak, Report } from '../../reporters/report.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { leftIn } from '../left-in-cloud.ts'
import { run } from '../run/run.ts'
import { startProxy, type WireProxy } from './proxy.ts'
import type { Outcome, WireFault } from './wire-faults.ts'

/** A run that is quick, and yet reads, makes, changes and deletes. */
const SELECT = [
  'flavors.show/status-200',
  'flavors.create/name-kept',
  'flavors.create/status-200',
  'flavors.delete/*',
  'servers.update/name-changed',
]
/** Waits are this much shorter than at a true target. */
const TIMEOUT_SCALE = 0.02
/** The most that a run may take of the machine's memory, in MiB. */
const MEMORY_MIB = 1_200
/** Somebody's own server, in the project of the run. */
const USERS = 'accounting'

/** One trial: a fault, and the share of the exchanges that have it. */
export interface Trial {
  fault: WireFault
  share: number
}

/** What was wrong with a run; none if it did what it must. */
export async function tryOut({ fault, share }: Trial): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-hostile-'))
  const cloud = createCloud({ latencyMs: 2 })
  const proxy = await startProxy(cloud, fault, share)
  try {
    const users = await usersServer(cloud)
    const clouds = join(folder, 'clouds.yaml')
    writeFileSync(clouds, cloud.cloudsYaml('tried', proxy.url))
    process.env.OS_CLIENT_CONFIG_FILE = clouds
    const directory = join(folder, 'report')
    const { report, code } = await run({
      osCloud: 'tried',
      osAdminCloud: 'tried-admin',
      profile: 'compute-v2',
      footprint: 'admin',
      select: SELECT,
      report: directory,
      format: ['json'],
      seed: 7,
      timeoutScale: TIMEOUT_SCALE,
    })
    return [
      ...judged(report, code, share < 1 ? (fault.seldom ?? fault.outcome) : fault.outcome, share),
      ...wholeness(directory),
      ...othersThings(cloud, proxy, users),
      ...leftBehind(cloud, report, directory),
      ...secrets(directory, proxy.tokens),
      ...memory(),
    ]
  } finally {
    await proxy.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Makes a server that is nobody's but a user's. */
async function usersServer(cloud: Cloud): Promise<string> {
  const { username, password, projectId } = cloud.credentials.member
  const url = 'http://cloud.example'
  const user = { name: username, domain: { id: 'default' }, password }
  const post = (path: string, body: object, token?: string) =>
    cloud.fetch(
      new Request(`${url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { 'x-auth-token': token }),
        },
        body: JSON.stringify(body),
      }),
    )
  const login = await post('/identity/v3/auth/tokens', {
    auth: { identity: { methods: ['password'], password: { user } }, scope: { project: { id: projectId } } },
  })
  const [image] = [...cloud.state.images.values()]
  const made = await post(
    '/compute/v2.1/servers',
    { server: { name: USERS, imageRef: image!.id, flavorRef: '1' } },
    login.headers.get('x-subject-token')!,
  )
  const { server } = (await made.json()) as { server: { id: string } }
  return server.id
}

const BROKEN = ['fail', 'warn']

function judged(report: Report, code: number, outcome: Outcome, share: number): string[] {
  const of = (...verdicts: string[]) =>
    report.requirements.filter(({ verdict }) => verdicts.includes(verdict))
  const wrong: string[] = []
  const never = outcome === 'harmless' || outcome === 'wire' || outcome === 'front'
  if (never)
    for (const { id, verdict, reason } of of(...BROKEN).slice(0, 3))
      wrong.push(`held against the target: ${verdict} of ${id}: ${reason}`)
  if (outcome === 'harmless') {
    if (code !== 0) wrong.push(`exit code ${code} where the target conforms`)
    for (const { id, verdict, reason } of of('error', 'blocked').slice(0, 3))
      wrong.push(`${verdict} of ${id}: ${reason}`)
  } else if (share === 1) {
    const wanted = {
      wire: ['error'],
      front: ['blocked'],
      target: ['fail'],
      open: ['fail', 'error', 'blocked', 'unsupported'],
    }[outcome]
    if (of(...wanted).length === 0) wrong.push(`nothing is ${wanted.join(' or ')}`)
    if (code !== (outcome === 'target' ? 1 : 2) && outcome !== 'open') wrong.push(`exit code ${code}`)
    if (code === 0) wrong.push('it conforms')
  }
  return wrong
}

/** Every requirement has its row, and every line of the evidence can be read. */
function wholeness(directory: string): string[] {
  const { requirements } = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8')) as Report
  const wrong: string[] = []
  if (requirements.length !== catalogue().length) wrong.push(`the report has ${requirements.length} rows`)
  for (const { id, reason, verdict } of requirements)
    if (['error', 'blocked', 'fail'].includes(verdict) && reason === '') wrong.push(`${id} has no reason`)
  for (const line of readFileSync(join(directory, EXCHANGES_FILE), 'utf8').trim().split('\n'))
    JSON.parse(line)
  return wrong
}

/** Nobody's own server was changed or deleted, nor was that tried. */
function othersThings(cloud: Cloud, { requests }: WireProxy, users: string): string[] {
  const server = cloud.state.servers.get(users)
  const wrong: string[] = []
  if (server?.vmState !== 'active' || server.name !== USERS) wrong.push('the user’s own server was changed')
  for (const { method, path, status } of requests)
    if (!['GET', 'HEAD'].includes(method) && path.includes(users)) wrong.push(`${method} ${path} (${status})`)
  return wrong
}

/** What is still there is in the report, by its name or with its kind, and in the ledger. */
function leftBehind({ state }: Cloud, report: Report, directory: string): string[] {
  const left = leftIn(state)
  const wrong: string[] = []
  for (const { kind, name } of left)
    if (!report.leaks.some((leak) => leak.name === name || (leak.kind === kind && isOfKind(leak, name))))
      wrong.push(`the ${kind} ${name} is left behind, and that is not said`)
  const ledger = existsSync(directory) && readdirSync(directory).some((file) => file.startsWith('ledger-'))
  if (left.length > 0 && !ledger) wrong.push('something is left behind, and there is no ledger')
  return wrong
}

/** Whether a leak stands for all of a run that have such names, none of which could be seen. */
const isOfKind = (leak: Leak, name: string) =>
  leak.name.endsWith('…') && name.startsWith(leak.name.slice(0, -1))

function secrets(directory: string, tokens: ReadonlySet<string>): string[] {
  const wrong: string[] = []
  for (const file of readdirSync(directory)) {
    const text = readFileSync(join(directory, file), 'utf8')
    for (const token of tokens) if (text.includes(token)) wrong.push(`${file} holds a token`)
  }
  return wrong
}

function memory(): string[] {
  const used = Math.round(process.resourceUsage().maxRSS / 1024)
  return used > MEMORY_MIB ? [`${used} MiB of memory`] : []
}
