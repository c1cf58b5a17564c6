import { defineConfig } from 'vitest/config'

/** Self-tests only: the suites are run by the command line, against a target. */
export default defineConfig({
  test: {
    include: ['{spec,suites,fixtures,reporters,scripts}/**/*.test.ts'],
    pool: 'forks',
    // Most of them wait for programs that they start: one worker would leave a core idle.
    maxWorkers: '100%',
    // Some hold times against limits, which a machine that others use too can miss once.
    retry: process.env.CI ? 1 : 0,
  },
})
