import { describe, expect, test } from 'vitest'
import { TimeLeft } from './time-left.ts'

const TOTAL = 1000
/** So much of the time before the first test begins goes by without any of it done. */
const BEGUN = 2000

/** What a run that did so much of its work by each part of its time is told to take in all, over what it takes, from a tenth of it on. */
function told(shareAt: (part: number) => number, { ms = 100_000 } = {}): number[] {
  const left = new TimeLeft()
  left.begins(BEGUN)
  const seen: number[] = []
  for (let part = 0.005; part < 1; part += 0.005) {
    const at = BEGUN + part * ms
    left.done(at, TOTAL * shareAt(part), TOTAL)
    const leftMs = left.leftMs(at)
    if (part > 0.12 && leftMs !== undefined) seen.push((at - BEGUN + leftMs) / ms)
  }
  expect(seen.length).toBeGreaterThan(100)
  return seen
}

describe('what is left', () => {
  test.each<[string, (part: number) => number]>([
    ['goes on evenly', (part) => part],
    // Its longest waits begin first, and code that is new is slow.
    ['begins slowly', (part) => (part < 0.1 ? part * 0.6 : 0.06 + ((part - 0.1) / 0.9) * 0.94)],
    ['slows down a little', (part) => (part < 0.5 ? part * 1.1 : 0.55 + (part - 0.5) * 0.9)],
  ])('of a run that %s is told within a fifth', (_, shareAt) => {
    for (const part of told(shareAt)) {
      expect(part).toBeGreaterThan(0.8)
      expect(part).toBeLessThan(1.2)
    }
  })

  test('is not told as hours where all waits for one thing for a while', () => {
    const left = new TimeLeft()
    left.begins(0)
    for (let at = 1000; at <= 40_000; at += 1000) left.done(at, at / 1000, 100)
    left.done(100_000, 41, 100)
    expect(left.leftMs(100_000)).toBeLessThan(250_000)
  })

  test('is no guess at the beginning', () => {
    const left = new TimeLeft()
    left.begins(BEGUN)
    left.done(BEGUN + 2000, 500, TOTAL)
    expect(left.leftMs(BEGUN + 2000)).toBeUndefined()
    left.done(BEGUN + 4000, 501, 10_000)
    expect(left.leftMs(BEGUN + 4000)).toBeUndefined()
  })

  test('does not jump with each test', () => {
    const left = new TimeLeft()
    left.begins(0)
    let before: number | undefined
    for (let at = 1000; at < 100_000; at += 1000) {
      // Every tenth of them is as much as thirty.
      left.done(at, at / 1000 + (Math.floor(at / 10_000) * 30) / 4, 200)
      const total = left.leftMs(at) === undefined ? undefined : at + left.leftMs(at)!
      if (before !== undefined && total !== undefined)
        expect(Math.abs(total - before) / before).toBeLessThan(0.25)
      before = total
    }
  })
})
