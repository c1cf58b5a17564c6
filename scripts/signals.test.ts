import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BIN } from './checks/under-way.ts'

// A target that takes every question and answers none: whatever asks it is under way until a signal comes.
let folder: string
let silent: Server
let asked = () => {}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-signals-'))
  silent = createServer(() => asked())
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
})
afterAll(() => {
  silent.closeAllConnections()
  silent.close()
  rmSync(folder, { recursive: true, force: true })
})

const url = () => `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v2.1`

test.each([
  ['run', 'SIGINT', /^stackproof: ended before anything was made or judged\n$/],
  ['doctor', 'SIGINT', /^stackproof: ended by a signal\n$/],
  ['doctor', 'SIGTERM', /^stackproof: ended by a signal\n$/],
  [
    'sweep',
    'SIGINT',
    /^stackproof: ended by a signal; what was not deleted by then is still there: sweep again\n$/,
  ],
  ['sweep', 'SIGHUP', /^stackproof: ended by a signal; what was not/],
  ['judge', 'SIGINT', /^stackproof: ended by a signal\n$/],
] as const)(
  '%s that %s ends says so in a line, exit code 2',
  { timeout: 30_000 },
  async (command, signal, line) => {
    const target = ['--compute-endpoint', url(), '--token', 't']
    const words =
      command === 'judge'
        ? ['--operation', 'servers.show', '--status', '200', '-']
        : [...target, '--no-config']
    // Of a command that reads what is typed it cannot be seen that it waits.
    const waits = command === 'judge' ? new Promise<void>((done) => setTimeout(done, 2000)) : undefined
    const heard = new Promise<void>((done) => {
      asked = done
    })
    const child = spawn(process.execPath, [BIN, command, ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece) => {
        said += piece
      })
    await (waits ?? heard)
    child.kill(signal)
    const code = await new Promise((done) => child.on('close', done))
    expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(line) })
  },
)
