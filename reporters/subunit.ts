import { crc32 } from 'node:zlib'
import type { Report, RequirementRow } from './report.ts'

/** The bits of a packet's flags, as the protocol's page gives them; version 2 stands in the top four. */
const VERSION = 0x2000
const HAS_ID = 0x0800
const HAS_TIME = 0x0200
const RUNNABLE = 0x0100
const HAS_TAGS = 0x0080
const HAS_FILE = 0x0040
const HAS_MIME = 0x0020
const FILE_ENDS = 0x0010
const STATUS = { inprogress: 2, success: 3, skip: 5, fail: 6, xfail: 7 } as const

const SIGNATURE = 0xb3
/** Longest reason, in characters: a packet holds 4 MiB at most. */
const REASON = 10_000

/**
 * The rows as a subunit v2 stream, as the tools of OpenStack's own CI read it: a test a requirement. Only an unwaived `fail`,
 * and `error`, fail; what is waived is an expected failure; what was not judged is skipped; the reason is attached.
 */
export function renderSubunit({ requirements, run }: Report): Uint8Array {
  const began = Date.parse(run.startedAt)
  let at = began
  const packets = requirements.flatMap((row) => {
    const start = at
    at += row.tests.reduce((sum, { durationMs }) => sum + durationMs, 0)
    return [
      packet(row.id, STATUS.inprogress, start, []),
      packet(row.id, STATUS[statusOf(row)], at, [row.verdict, row.level], row.reason),
    ]
  })
  return Buffer.concat(packets)
}

function statusOf({ verdict, waiver }: RequirementRow): keyof typeof STATUS {
  if (waiver) return verdict === 'blocked' ? 'skip' : 'xfail'
  if (verdict === 'fail' || verdict === 'error') return 'fail'
  return verdict === 'pass' || verdict === 'warn' || verdict === 'note' ? 'success' : 'skip'
}

function packet(id: string, status: number, ms: number, tags: readonly string[], reason = ''): Buffer {
  const file = reason !== ''
  const flags =
    VERSION |
    (HAS_ID | HAS_TIME | RUNNABLE) |
    (tags.length > 0 ? HAS_TAGS : 0) |
    (file ? HAS_FILE | HAS_MIME | FILE_ENDS : 0) |
    status
  const seconds = Buffer.alloc(4)
  seconds.writeUInt32BE(Math.floor(ms / 1000))
  const body = Buffer.concat([
    ...[seconds, number((ms % 1000) * 1_000_000), text(id)],
    ...(tags.length > 0 ? [number(tags.length), ...tags.map(text)] : []),
    ...(file ? [text('text/plain;charset=utf8'), text('reason'), text(reason.slice(0, REASON))] : []),
  ])
  // The length counts itself, and the checksum.
  const without = 3 + body.length + 4
  const length = [1, 2, 3].find((bytes) => number(without + bytes).length === bytes)!
  const head = Buffer.from([SIGNATURE, flags >> 8, flags & 0xff])
  const content = Buffer.concat([head, number(without + length), body])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(content))
  return Buffer.concat([content, sum])
}

/** A number in one to four bytes; the top two bits of the first say in how many. */
function number(value: number): Buffer {
  const bytes = value < 1 << 6 ? 1 : value < 1 << 14 ? 2 : value < 1 << 22 ? 3 : 4
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  buffer[0]! |= (bytes - 1) << 6
  return buffer
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  return Buffer.concat([number(bytes.length), bytes])
}
