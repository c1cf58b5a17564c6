import { expect, test } from 'vitest'
import { buildMsOf, durationOf } from './pace.ts'

const cost = { requests: 4000, serverBuilds: 60, waits: 40 }
const speed = { answerMs: 50, buildMs: 10_000, concurrency: 4, serverRoom: null }

test('a run takes what its requests take, and what servers are waited for, as many at once as fit', () => {
  expect(durationOf(cost, speed)).toBe(50_000 + 80_000)
  expect(durationOf(cost, { ...speed, buildMs: 20_000 })).toBe(50_000 + 160_000)
  expect(durationOf(cost, { ...speed, serverRoom: 4 })).toBe(50_000 + 400_000)
  expect(durationOf(cost, { ...speed, serverRoom: 1 })).toBe(50_000 + 800_000)
})

test('it takes no less than its rate allows, and no more than its deadline', () => {
  expect(durationOf(cost, { ...speed, maxRate: 10 })).toBe(400_000 + 80_000)
  expect(durationOf(cost, { ...speed, deadlineMs: 60_000 })).toBe(60_000)
})

test('servers that are there tell how long a build takes, unless what they tell cannot be', () => {
  const server = (created: string, launched: unknown) => ({ created, 'OS-SRV-USG:launched_at': launched })
  expect(
    buildMsOf([
      server('2026-01-01T00:00:00Z', '2026-01-01T00:00:08.000000'),
      server('2026-01-01T00:00:00Z', '2026-01-01T00:00:12Z'),
      server('2026-01-01T00:00:00Z', '2026-01-01T00:00:09'),
      server('2026-01-01T00:00:00Z', '2026-02-01T00:00:00'),
      server('2026-01-01T00:00:00Z', null),
      null,
    ]),
  ).toBe(9000)
  expect(buildMsOf([])).toBeNull()
})
