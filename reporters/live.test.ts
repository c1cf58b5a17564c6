import { describe, expect, test } from 'vitest'
import type { Outcome } from './evidence.ts'
import { liveView } from './live.ts'

const outcome = (index: number, error?: Outcome['error']): Outcome => ({
  test: `t${index}`,
  name: 'n',
  file: 'f',
  line: 1,
  durationMs: 1,
  requirements: [`servers.list/r${index}`],
  state: error ? 'failed' : 'passed',
  ...(error ? { error } : {}),
})

function view(isTTY: boolean, env: Record<string, string> = {}) {
  const written: string[] = []
  let clock = 0
  const live = liveView({
    title: 'acme, compute-v2',
    out: { isTTY, columns: 80, write: (text) => written.push(text) },
    env,
    now: () => clock,
  })
  return {
    live,
    written,
    pass: (ms: number) => {
      clock += ms
    },
  }
}

describe('on a terminal', () => {
  test('one block is drawn over itself', () => {
    const { live, written, pass } = view(true, { NO_COLOR: '1' })
    live.planned(100)
    for (let index = 0; index < 50; index++) {
      pass(200)
      live.started(`t${index}`, 'n', [`servers.list/r${index}`])
      pass(200)
      live.finished(outcome(index, index === 7 ? { name: 'Broken', message: 'too many' } : undefined))
    }
    const last = written.at(-1)!
    expect(last).toContain('50 of 100 requirements')
    expect(last).toContain('1 failed')
    expect(last).toContain('less than a minute left')
    expect(last).toContain('servers.list/r7: too many')
    // Each frame goes up by as many lines as the one before wrote.
    const frames = written.filter((text) => text.includes('?2026h'))
    for (const frame of frames.slice(1)) expect(frame).toContain(`\u001b[${frame.split('\n').length - 1}A`)
    live.end()
    expect(written.at(-1)).toContain('\u001b[?25h')
  })
  test('it is not redrawn for every test', () => {
    const { live, written, pass } = view(true)
    for (let index = 0; index < 1000; index++) {
      pass(1)
      live.finished(outcome(index))
    }
    expect(written.length).toBeLessThan(15)
    live.end()
  })
})

describe('elsewhere', () => {
  test.each([
    [false, {}],
    [true, { CI: 'true' }],
  ])('lines are plain and few', (isTTY, env) => {
    const { live, written, pass } = view(isTTY, { ...env, NO_COLOR: '1' })
    live.planned(1000)
    for (let index = 0; index < 1000; index++) {
      pass(5)
      live.finished(
        outcome(index, index === 3 ? { name: 'Broken', message: 'line one\nline two' } : undefined),
      )
    }
    live.end()
    expect(written.join('')).not.toContain('\u001b')
    expect(written.join('')).toContain('FAIL  servers.list/r3: line one line two')
    expect(written.length).toBeLessThan(20)
  })
})
