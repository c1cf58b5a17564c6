import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onEarlyInterrupt, onInterrupt } from './interrupt.ts'

let now = 0
let told: string[] = []
let interrupt: ReturnType<typeof onInterrupt>

beforeEach(() => {
  vi.useFakeTimers()
  now = 0
  told = []
  interrupt = onInterrupt(
    {
      gently: () => told.push('gently'),
      enough: { after: 2000, act: () => told.push('enough') },
      atOnce: { after: 5000, say: (why) => told.push(why) },
    },
    { now: () => now, exit: (code) => told.push(`exit ${code}`) },
  )
})
afterEach(() => {
  interrupt.done()
  vi.useRealTimers()
})

test('two signals within a second are one: `timeout` signals a process and its group', () => {
  process.emit('SIGTERM')
  now = 90
  process.emit('SIGTERM')
  process.emit('SIGINT')
  expect(told).toEqual(['gently'])
  now = 1100
  process.emit('SIGINT')
  expect(told).toEqual(['gently', 'told', 'exit 2'])
})

test('a gentle end has its time: tests are given up first, and then the process ends', () => {
  process.emit('SIGINT')
  vi.advanceTimersByTime(1999)
  expect(told).toEqual(['gently'])
  vi.advanceTimersByTime(1)
  expect(told).toEqual(['gently', 'enough'])
  vi.advanceTimersByTime(3000)
  expect(told).toEqual(['gently', 'enough', 'late', 'exit 2'])
})

test('nothing is ended that has ended by itself', () => {
  process.emit('SIGINT')
  interrupt.done()
  vi.advanceTimersByTime(60_000)
  expect(told).toEqual(['gently'])
})

test('before there is anything to end gently, and after, a signal ends the process with the exit code of a run that was cut short', () => {
  const early = onEarlyInterrupt(() => told.push('early'), {
    now: () => now,
    exit: (code) => told.push(`exit ${code}`),
  })
  process.emit('SIGTERM')
  expect(told).toEqual(['gently'])
  interrupt.done()
  // What `timeout` sends to the group reaches a process that has just ended gently.
  now = 90
  process.emit('SIGTERM')
  expect(told).toEqual(['gently'])
  now = 5000
  process.emit('SIGINT')
  expect(told).toEqual(['gently', 'early', 'exit 2'])
  early.done()
  expect(process.listenerCount('SIGINT')).toBe(0)
})
