import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { renderCtrf } from './ctrf.ts'
import { sample } from './sample-report.ts'
import { renderSubunit } from './subunit.ts'

/** Reads a stream as the protocol's page describes it, with no help of what writes it. */
function packets(stream: Buffer) {
  const found: { id: string; status: number; at: number; tags: string[]; reason: string }[] = []
  let at = 0
  const number = () => {
    const bytes = (stream[at]! >> 6) + 1
    const value = stream.readUIntBE(at, bytes) % 2 ** (bytes * 8 - 2)
    at += bytes
    return value
  }
  const text = () => {
    const length = number()
    at += length
    return stream.toString('utf8', at - length, at)
  }
  while (at < stream.length) {
    const start = at
    expect(stream[at]).toBe(0xb3)
    const flags = stream.readUInt16BE(at + 1)
    expect(flags >> 12).toBe(2)
    at += 3
    const end = start + number()
    const seconds = stream.readUInt32BE(at)
    at += 4
    const ms = seconds * 1000 + number() / 1_000_000
    const id = text()
    const tags = flags & 0x80 ? Array.from({ length: number() }, text) : []
    if (flags & 0x20) expect(text()).toMatch(/^text\/plain/)
    const [, reason = ''] = flags & 0x40 ? [text(), text()] : []
    expect(at).toBe(end - 4)
    expect(stream.readUInt32BE(at)).toBe(crc32(stream.subarray(start, at)))
    at = end
    found.push({ id, status: flags & 7, at: ms, tags, reason })
  }
  return found
}

test('subunit has two packets a requirement, and its verdict and reason', () => {
  const { report } = sample()
  const failed = report.requirements.find(({ verdict, waiver }) => verdict === 'fail' && !waiver)!
  failed.reason = `ü${'long '.repeat(4000)}`
  const read = packets(Buffer.from(renderSubunit(report)))
  expect(read).toHaveLength(2 * report.requirements.length)
  expect(read.filter(({ status }) => status === 2)).toHaveLength(report.requirements.length)
  const failing = report.requirements.filter(
    ({ verdict, waiver }) => !waiver && (verdict === 'fail' || verdict === 'error'),
  )
  expect(read.filter(({ status }) => status === 6).map(({ id }) => id)).toEqual(failing.map(({ id }) => id))
  const own = read.filter(({ id }) => id === failed.id)
  expect(own[1]).toMatchObject({ tags: ['fail', 'MUST'], reason: failed.reason.slice(0, 10_000) })
  expect(read[0]!.at).toBe(Date.parse(report.run.startedAt))
})

test('CTRF counts as the report does', () => {
  const { report } = sample()
  const { results } = JSON.parse(renderCtrf(report))
  const { tests, passed, failed, skipped, other } = results.summary
  expect(tests).toBe(report.requirements.length)
  expect(passed + failed + skipped + other).toBe(tests)
  expect(failed).toBe(
    report.requirements.filter(({ verdict, waiver }) => verdict === 'fail' && !waiver).length,
  )
})
