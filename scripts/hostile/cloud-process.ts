import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { parse } from 'yaml'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

/** The built command line. */
export const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')

/** One of the two who may sign in. */
export type Who = 'member' | 'admin'

/** Asks a cloud as any client does. @param path the name of the service first */
export type Ask = (
  who: Who,
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: any }>

/** A reference cloud that outlives whoever was killed: `stackproof serve`. */
export interface CloudProcess {
  child: ChildProcess
  /** Of clouds.yaml, where it goes by the name of `acme`. */
  yaml: string
  ask: Ask
}

/**
 * Starts one.
 * @param latencyMs how long a change of status takes there
 * @param bin the command line that serves it: the built one, or a changed copy
 */
export async function startCloudProcess(latencyMs = 15, bin = BIN): Promise<CloudProcess> {
  const args = [bin, 'serve', '--port', '0', '--name', 'acme', '--latency', String(latencyMs)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const yaml = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (piece) => {
      said += piece
      // The second entry is the last.
      if ((said.match(/project_domain_id: .*\n/g) ?? []).length === 2) resolve(said)
    })
    child.on('close', () => reject(new Error(`the cloud ended: ${said}`)))
  })
  const at = Object.fromEntries(
    [...yaml.matchAll(/^# {3}(\w+) +(http\S+)$/gm)].map(([, name, url]) => [name!, url!]),
  )
  return { child, yaml, ask: await asking(at, yaml) }
}

/**
 * Signs both callers in.
 * @param at the address of each service
 * @param yaml a clouds.yaml with `acme` and `acme-admin`
 */
export async function asking(at: Readonly<Record<string, string>>, yaml: string): Promise<Ask> {
  const { clouds } = parse(yaml)
  const tokens = {
    member: await tokenOf(at.identity!, clouds.acme.auth),
    admin: await tokenOf(at.identity!, clouds['acme-admin'].auth),
  }
  return async (who, method, path, body) => {
    const [service, ...rest] = path.split('/')
    const answer = await fetch([at[service!], ...rest].join('/'), {
      method,
      headers: { 'x-auth-token': tokens[who], 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
}

async function tokenOf(identity: string, auth: Record<string, string>): Promise<string> {
  const user = { name: auth.username, domain: { id: auth.user_domain_id }, password: auth.password }
  const project = { name: auth.project_name, domain: { id: auth.project_domain_id } }
  const answer = await fetch(`${identity}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: { identity: { methods: ['password'], password: { user } }, scope: { project } },
    }),
  })
  return answer.headers.get('x-subject-token')!
}
