import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseEvidence, readEvidence } from './evidence.ts'

const OUTCOME =
  '{"type":"outcome","test":"t","name":"n","file":"f","line":1,"durationMs":1,"state":"passed","requirements":[]}'
const EXCHANGE = '{"type":"exchange","id":"x-1","problems":[]}'

test('a torn last line and damage cost only themselves', () => {
  const evidence = parseEvidence(
    `${OUTCOME}\n${OUTCOME}\n{"type":"outc`,
    `${EXCHANGE}\nnull\n[]\n\n{"type":"unheard-of"}\n`,
  )
  expect(evidence.outcomes).toHaveLength(2)
  expect(evidence.exchanges).toEqual([{ id: 'x-1', problems: [] }])
  expect(evidence.unreadable).toBe(4)
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
