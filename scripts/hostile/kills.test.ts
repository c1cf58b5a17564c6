import { expect, test } from 'vitest'
import { killName, killTrial } from './kills.ts'

// Two of the kills of `npm run hostile`; one is swept by its ledger, one has lost its folder.
test.each([0, 1].map((number) => [killName(number), number] as const))(
  '%s',
  { timeout: 120_000 },
  async (_, number) => {
    expect(await killTrial(number)).toEqual([])
  },
)
