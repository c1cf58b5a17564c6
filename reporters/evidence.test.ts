import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseEvidence, readEvidence } from './evidence.ts'

const OUTCOME =
  '{"type":"outcome","test":"t","name":"n","file":"f","line":1,"durationMs":1,"state":"passed","requirements":[]}'
const exchange = {
  id: 'x-1',
  operationId: 'servers.show',
  startedAt: '2026-11-29T04:00:00Z',
  durationMs: 1,
  request: { method: 'GET', url: 'http://cloud/servers/1', headers: {} },
  problems: [],
  kept: [],
  observations: [],
}
const EXCHANGE = JSON.stringify({ type: 'exchange', ...exchange })

test('a torn last line and damage cost only themselves', () => {
  const evidence = parseEvidence(
    `${OUTCOME}\n${OUTCOME}\n{"type":"outc`,
    `${EXCHANGE}\nnull\n[]\n\n{"type":"unheard-of"}\n`,
  )
  expect(evidence.outcomes).toHaveLength(2)
  expect(evidence.exchanges).toEqual([exchange])
  expect(evidence.unreadable).toBe(4)
})

test('a line that lacks what lines of its type have is damaged, also where it is JSON', () => {
  const parts = { ...exchange, response: { status: 200, headers: {} } }
  const damaged = [
    ...Object.keys(exchange).map((name) => ({ ...parts, [name]: undefined })),
    { ...parts, problems: {} },
    { ...parts, request: null },
    { ...parts, response: { status: '200', headers: {} } },
  ].map((each) => JSON.stringify({ type: 'exchange', ...each }))
  const others = ['run', 'end', 'outcome', 'cell', 'transition', 'error', 'leak', 'toString', 5].map((type) =>
    JSON.stringify({ type }),
  )
  const evidence = parseEvidence([EXCHANGE, ...damaged, ...others].join('\n'))
  expect(evidence.exchanges).toHaveLength(1)
  expect(evidence).toMatchObject({ outcomes: [], cells: [], transitions: [], errors: [], leaks: [] })
  expect([evidence.header, evidence.end]).toEqual([undefined, undefined])
  expect(evidence.unreadable).toBe(damaged.length + others.length)
})

test('any cut of the files can be read, and more of them never says less', () => {
  const text = `${OUTCOME}\n${EXCHANGE}\n`
  let most = 0
  for (let length = 0; length <= text.length; length++) {
    const { outcomes, exchanges } = parseEvidence(text.slice(0, length))
    expect(outcomes.length + exchanges.length).toBeGreaterThanOrEqual(most)
    most = outcomes.length + exchanges.length
  }
  expect(most).toBe(2)
})

test('a directory is read whole, and may lack either file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stackproof-'))
  expect((await readEvidence(directory)).outcomes).toEqual([])
  writeFileSync(join(directory, 'exchanges.ndjson'), `${EXCHANGE}\n`)
  expect((await readEvidence(directory)).exchanges).toHaveLength(1)
})
