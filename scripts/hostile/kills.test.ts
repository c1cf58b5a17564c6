import { expect, test } from 'vitest'
import { killName, killTrial } from './kills.ts'

// Some of the kills of `npm run hostile`; one is swept by its ledger, the others have lost their folder.
test.each([0, 1, 3].map((number) => [killName(number), number] as const))(
  '%s',
  { timeout: 120_000 },
  async (_, number) => {
    expect(await killTrial(number)).toEqual([])
  },
)
