import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { expect, test } from 'vitest'
import { explain } from './errors.ts'

/** What is told of it when this fails. */
const told = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    return explain(error)
  }
  return 'nothing failed'
}

test('a folder for a file, and a file in a folder that is not there, are told as what they are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-errors-'))
  try {
    expect(told(() => writeFileSync(folder, ''))).toBe(`${folder} is a folder where a file is needed`)
    // Reading does not say what it read.
    expect(told(() => readFileSync(folder))).toBe('what was named is a folder where a file is needed')
    const gone = join(folder, 'gone')
    expect(told(() => writeFileSync(join(gone, 'file'), ''))).toBe(`${gone} does not exist`)
    expect(told(() => readFileSync(gone))).toBe(`${gone} does not exist`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an option that there is not is told in a line, and is no defect', () => {
  expect(told(() => parseArgs({ args: ['--nope'], options: {} }))).toBe("Unknown option '--nope'")
})
