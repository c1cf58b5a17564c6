import { spawn } from 'node:child_process'
import type { RunningCloud } from '../target/reference-cloud.ts'
import type { Client, Step } from './step.ts'

/** What became of one command. */
export interface Outcome {
  step: Step
  works: boolean
  /** Why it does not, in the client's own words where it has any. */
  reason?: string
}

interface Ending {
  code: number | null
  output: string
  complaint: string
}

/** How long a client may take for one command, in milliseconds. */
const patience = 60_000

/** Runs a program to its end. Absent: there is no such program. */
function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ending | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience })
    let output = ''
    let complaint = ''
    child.stdout.on('data', (text) => {
      output += text
    })
    child.stderr.on('data', (text) => {
      complaint += text
    })
    child.on('error', () => resolve(undefined))
    child.on('close', (code) => resolve({ code, output, complaint }))
  })
}

/** The version that a client's program tells. Absent: it is not installed. */
export async function versionOf(client: Client): Promise<string | undefined> {
  const ending = await run(client.program, ['--version'], process.env)
  return ending && /\d+(\.\d+)+/.exec(ending.output + ending.complaint)?.[0]
}

/** The variables that sign a client in; none of the caller's own reach it. */
function environment(cloud: RunningCloud, as: Step['as']): NodeJS.ProcessEnv {
  const { credentials } = cloud.connections[as ?? 'member']
  if (credentials.method !== 'password') throw new Error('The reference cloud signs in by password.')
  const own = Object.entries(process.env).filter(([name]) => !/^OS_|_proxy$/i.test(name))
  return {
    ...Object.fromEntries(own),
    OS_AUTH_URL: credentials.authUrl,
    OS_IDENTITY_API_VERSION: '3',
    OS_USERNAME: credentials.username,
    OS_PASSWORD: credentials.password,
    OS_USER_DOMAIN_ID: 'default',
    OS_PROJECT_DOMAIN_ID: 'default',
    OS_PROJECT_NAME: 'demo',
    OS_REGION_NAME: 'RegionOne',
  }
}

/** Types the commands of one client, one after the other, as each may need what those before it made. */
export async function* session(cloud: RunningCloud, client: Client): AsyncGenerator<Outcome> {
  const kept = new Map<string, string>()
  const type = async (program: string, step: Step): Promise<Outcome> => {
    const words = step.command
      .split(' ')
      .map((word) => word.replace(/\{(\w+)\}/g, (_, name) => kept.get(name) ?? `no-${name}`))
    const ending = await run(program, words, environment(cloud, step.as))
    if (!ending) return { step, works: false, reason: `${program} is not installed` }
    if (step.keep) kept.set(step.keep, ending.output.trim())
    const works = ending.code === 0 && (step.shows?.test(ending.output) ?? true)
    return works ? { step, works } : { step, works, reason: reasonOf(step, ending) }
  }
  for (const step of client.prepare ?? []) {
    const made = await type('openstack', step)
    if (!made.works) yield made
  }
  for (const step of client.steps) yield await type(client.program, step)
}

function reasonOf(step: Step, { code, output, complaint }: Ending): string {
  if (code === null) return `it was still busy after ${patience / 1000} s`
  const lines = complaint.split('\n').filter((line) => line.trim() !== '' && !/deprecated/i.test(line))
  if (code !== 0) return (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? `exit code ${code}`).trim()
  return `its output does not show ${step.shows}`
}
