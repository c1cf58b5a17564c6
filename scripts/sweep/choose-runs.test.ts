import { expect, test } from 'vitest'
import { newRunId, runOf, startOf } from '../../fixtures/resources/run-id.ts'
import { chooses, span } from './choose-runs.ts'

const HOUR = 3_600_000

test('the id of a run tells when it began', () => {
  const now = Date.UTC(2027, 2, 31, 12, 30, 40)
  const id = newRunId(now)
  expect(id).toMatch(/^[0-9a-z]{9}$/)
  expect(startOf(id)).toBe(Date.UTC(2027, 2, 31, 12, 30))
  expect(startOf('deadbeef')).toBeUndefined()
})

test('a name is a run’s only if its run can be told from it', () => {
  const id = newRunId()
  for (const more of ['idle-cup-1', 'idle-cup-1-2', 'people-3'])
    expect(runOf(`stackproof-${id}-${more}`)).toBe(id)
  const others = [
    '',
    'demo-web',
    'laptop',
    'dashboard-of-mine',
    '000000000-idle-cup-1',
    'zzzzzzzzz-idle-cup-1',
    id,
  ]
  for (const more of [...others, `${id}-`, `${id}-web`]) expect(runOf(`stackproof-${more}`)).toBeUndefined()
  expect(runOf(`my-stackproof-${id}-idle-cup-1`)).toBeUndefined()
})

test('a sweep chooses runs by id, by age, or all; one of unknown age is old enough for nobody', () => {
  const now = Date.now()
  const old = newRunId(now - 3 * HOUR)
  const young = newRunId(now)
  const among = (choice: Parameters<typeof chooses>[0]) =>
    [old, young, 'deadbeef'].filter((id) => chooses(choice, id, now))
  expect(among({ run: [young] })).toEqual([young])
  expect(among({ olderThan: span('2h') })).toEqual([old])
  expect(among({ olderThan: span('1d') })).toEqual([])
  expect(among({ allRuns: true })).toEqual([old, young, 'deadbeef'])
  expect(among({})).toEqual([])
  expect(() => span('soon')).toThrow('Write it as 90m, 12h or 3d')
})
