import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { redactor } from '../../fixtures/redaction/redactor.ts'
import { redactAgain } from './redact-again.ts'

const folder = mkdtempSync(join(tmpdir(), 'stackproof-again-'))
afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = (name: string, ...lines: unknown[]) =>
  writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

test('what is learned to be secret after it was written is hidden where a target said it, and nowhere else', async () => {
  const secret = 'status'
  const response = {
    status: 200,
    headers: { 'x-note': `it is ${secret}`, [secret]: 'a' },
    body: JSON.stringify({ message: `"${secret}" of horses` }),
  }
  const made = { startedAt: '2026-01-01T00:00:00.100Z', durationMs: 30 }
  const exchange = { type: 'exchange', id: 'x-1', operationId: 'servers.show', ...made, response }
  const telling = {
    type: 'exchange',
    id: 'x-2',
    tells: true,
    startedAt: '2026-01-01T00:00:00.120Z',
    durationMs: 20,
  }
  // Nobody can repeat what was not made up yet.
  const earlier = { ...exchange, id: 'x-0', startedAt: '2026-01-01T00:00:00.080Z' }
  written('exchanges.ndjson', earlier, exchange, telling, {
    type: 'transition',
    from: secret,
    to: 'ACTIVE',
    ms: 1,
  })
  const outcome = { type: 'outcome', test: 'status', requirements: ['servers.show/status-200'] }
  written('outcomes.ndjson', { ...outcome, error: { name: 'Broken', message: `said ${secret}` } })
  const entry = { type: 'made', key: 'k', ids: ['1', `2-${secret}`] }
  written('ledger-hthc8mz6l.ndjson', { type: 'intended', key: 'k', kind: 'server', name: 'n' }, entry)
  redactor().learn(secret, 'target')

  redactAgain(folder, join(folder, 'ledger-hthc8mz6l.ndjson'))

  expect(JSON.parse(read('ledger-hthc8mz6l.ndjson').trim().split('\n')[1]!)).toEqual({ ...entry, ids: ['1'] })
  const [before, told, , transition] = read('exchanges.ndjson').trim().split('\n')
  expect(JSON.parse(before!)).toEqual(earlier)
  expect(JSON.parse(told!)).toEqual({
    ...exchange,
    response: {
      status: 200,
      headers: { 'x-note': 'it is ***', '***': 'a' },
      body: JSON.stringify({ message: '"***" of horses' }),
    },
  })
  expect(JSON.parse(transition!)).toEqual({ type: 'transition', from: '***', to: 'ACTIVE', ms: 1 })
  expect(JSON.parse(read('outcomes.ndjson'))).toEqual({
    ...outcome,
    error: { name: 'Broken', message: 'said ***' },
  })
})

test('where there is no room for a second file, what tells a secret goes and the rest stays', () => {
  const secret = 'correct-horse-battery'
  const outcome = (message: string) => ({ type: 'outcome', error: { name: 'Broken', message } })
  written('outcomes.ndjson', outcome('before'), outcome(`said ${secret}`), outcome('after'))
  mkdirSync(join(folder, 'outcomes.ndjson.again'))
  redactor().learn(secret, 'target')
  redactAgain(folder, join(folder, 'none'))
  const lines = read('outcomes.ndjson').split('\n')
  expect(lines.map((line) => (line.trim() === '' ? '' : JSON.parse(line).error.message))).toEqual([
    ...['before', '', 'after', ''],
  ])
})
