import { expect, it } from 'vitest'
import { catalogue } from '../../spec/catalogue.ts'
import { matchingNothing } from '../../spec/selection.ts'
import { changes, expectedDifferences } from './expected.ts'

const expected = [
  { verdicts: ['fail'], reason: 'the driver', requirements: ['servers.pause/*'] },
  { verdicts: ['note', 'pass'], reason: 'now and then', requirements: ['servers.list/next-link'] },
]

it('finds nothing where all is as expected', () => {
  const rows = [
    { id: 'servers.pause/frozen', verdict: 'fail' },
    { id: 'servers.list/next-link', verdict: 'pass' },
    { id: 'servers.show/body', verdict: 'pass' },
    { id: 'servers.show/fault', verdict: 'unseen' },
  ]
  expect(changes(rows, expected)).toEqual([])
})

it('finds what is worse, what is better, and what is not there any more', () => {
  const rows = [
    { id: 'servers.pause/frozen', verdict: 'pass' },
    { id: 'servers.show/body', verdict: 'fail', reason: 'no id' },
  ]
  expect(changes(rows, expected).map(({ id, found, reason }) => [id, found, reason])).toEqual([
    ['servers.pause/frozen', 'pass', ''],
    ['servers.show/body', 'fail', 'no id'],
    ['servers.list/next-link', undefined, 'now and then'],
  ])
})

it('the stored list names requirements that there are', () => {
  const globs = expectedDifferences().flatMap(({ requirements }) => requirements)
  expect(
    matchingNothing(
      globs,
      catalogue().map(({ id }) => id),
    ),
  ).toEqual([])
})
