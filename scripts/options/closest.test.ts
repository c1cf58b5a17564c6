import { describe, expect, it } from 'vitest'
import { closest, distance } from './closest.ts'

describe('names that were meant', () => {
  it('counts the letters in which words differ', () => {
    expect([distance('lock', 'lock'), distance('lock', 'block'), distance('lock', 'look')]).toEqual([0, 1, 1])
    expect(distance('', 'lock')).toBe(4)
  })

  it('finds a name with a letter too few, and names that hold the word', () => {
    const names = ['lock-does-nothing', 'unlock-does-nothing', 'build-fails', 'build-never-ends']
    expect(closest('lock-does-nothng', names)[0]).toBe('lock-does-nothing')
    expect(closest('build', names)).toEqual(['build-fails', 'build-never-ends'])
    expect(closest('zork', names)).toEqual([])
  })
})
