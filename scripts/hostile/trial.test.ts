import { expect, test } from 'vitest'
import { tryOut } from './trial.ts'
import { WIRE_FAULTS } from './wire-faults.ts'

// Of the trials of `npm run hostile` one in which the target does what it denies to have, and lets nothing be seen.
test('what may be left at a target that does what it forbids, and lists nothing, is said to be', {
  timeout: 120_000,
}, async () => {
  const fault = WIRE_FAULTS.find(({ id }) => id === 'allows-nothing')!
  expect(await tryOut({ fault, share: 1 })).toEqual([])
})
