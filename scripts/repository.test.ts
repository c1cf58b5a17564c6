import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

describe('what the repository holds', () => {
  const tracked = () =>
    execFileSync('git', ['ls-files'], { cwd: PACKAGE_ROOT, encoding: 'utf8' })
      .split('\n')
      .filter(
        (file) =>
          /\.(ts|ya?ml|md|json|sh|py)$/.test(file) &&
          !file.startsWith('spec/generated/') &&
          file !== 'package-lock.json',
      )

  test('no path of one machine, and the lock file names no host', ({ skip }) => {
    let files: string[] = []
    try {
      files = tracked()
    } catch {
      skip('not a git checkout')
    }
    const machine = new RegExp(['/wo', 'rk/|/ro', 'ot/|\\.\\./sha', 'red/'].join(''))
    expect(files.filter((file) => machine.test(readFileSync(join(PACKAGE_ROOT, file), 'utf8')))).toEqual([])
    expect(readFileSync(join(PACKAGE_ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/)
  })
})
