import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { BIN } from '../checks/under-way.ts'

// A limiter that lets everything be made and nothing be deleted, for as long as it says.
let folder: string
let front: Server
const cloud = createCloud({ latencyMs: 20, softDelete: false })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-grace-'))
  front = createServer(async (request, response) => {
    if (request.method === 'DELETE') {
      response.writeHead(429, { 'retry-after': '4', 'content-type': 'text/plain' }).end('Too Many Requests')
      return
    }
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const answer = await cloud.fetch(
      new Request(`http://${request.headers.host}${request.url}`, {
        method: request.method,
        headers: request.headers as Record<string, string>,
        ...(pieces.length === 0 ? {} : { body: Buffer.concat(pieces) }),
      }),
    )
    const { 'content-length': _, ...headers } = Object.fromEntries(answer.headers)
    response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  writeFileSync(join(folder, 'clouds.yaml'), cloud.cloudsYaml('acme', url))
})
afterEach(() => {
  front.closeAllConnections()
  front.close()
  rmSync(folder, { recursive: true, force: true })
})

test('cleaning up obeys Retry-After within its grace alone: what is not gone then is left, and said', {
  timeout: 90_000,
}, async () => {
  const began = Date.now()
  const words = 'run --os-cloud acme --select servers.stop/* --deadline 8s --timeout-scale 0.1'
  const child = spawn(process.execPath, [BIN, ...words.split(' ')], { cwd: folder })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece))
  const code = await new Promise((done) => child.on('close', done))
  // Six seconds of grace at this scale, and what a busy machine adds; without a bound it took a minute and more.
  expect(Date.now() - began).toBeLessThan(8_000 + 6_000 + 6_000)
  expect(code).toBe(2)
  const out = join(folder, 'stackproof-report')
  const { leaks } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))
  const left = [...cloud.state.servers.values()].filter(({ name }) => name?.startsWith('stackproof-'))
  expect(left.length).toBeGreaterThan(0)
  expect(leaks.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(left.map(({ id }) => id)))
  expect(said).toContain('Left behind on the target')
  expect(readdirSync(out).filter((name) => name.startsWith('ledger-'))).toHaveLength(1)
})
