import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
const printed = (shell: string) =>
  execFileSync(process.execPath, [BIN, 'completion', shell], { encoding: 'utf8' })
const written = (shell: string, script: string) => {
  const file = join(mkdtempSync(join(tmpdir(), 'stackproof-')), `completion.${shell}`)
  writeFileSync(file, script)
  return file
}
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

describe.skipIf(!has('bash'))('in bash', () => {
  const file = written('bash', printed('bash'))
  /** What is offered for the last of the words. */
  const offered = (...words: string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
        'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _stackproof; printf "%s\\n" "${COMPREPLY[@]}"',
        'bash',
        file,
        'stackproof',
        ...words,
      ],
      { encoding: 'utf8', cwd: PACKAGE_ROOT },
    )
      .trim()
      .split('\n')

  test.each<[string[], string[]]>([
    [['me'], ['merge']],
    [
      ['run', '--max-r'],
      ['--max-requests', '--max-rate'],
    ],
    [
      ['run', '--footprint', ''],
      ['read-only', 'own-resources', 'admin', 'disruptive'],
    ],
    [['diff', '--format', 'm'], ['markdown']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['compare', 'READ'], ['README.md']],
    [['run', '--waivers', 'CHANGE'], ['CHANGELOG.md']],
    [['run', '--os-cloud', 'acme', '--dead'], ['--deadline']],
  ])('%j is completed', (words, wanted) => {
    expect(offered(...words)).toEqual(wanted)
  })
})

test.each([
  ['zsh', /^autoload -Uz compinit bashcompinit$/m],
  ['fish', /^complete -c stackproof -n '__fish_seen_subcommand_from run' -l footprint -x -a 'read-only /m],
])('%s is given its own', (shell, wanted) => {
  const script = printed(shell)
  expect(script).toMatch(wanted)
  if (!has(shell)) return
  // From a file: fish reads no script from the kind of pipe that Node gives it.
  const { status, stderr } = spawnSync(shell, ['-n', written(shell, script)], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.skipIf(!has('fish'))('fish offers the shells, and no files beside them', () => {
  const asked = `source ${written('fish', printed('fish'))}; complete -C "stackproof completion "`
  const offered = execFileSync('fish', ['-c', asked], { encoding: 'utf8' })
  expect(offered.trim().split('\n').sort()).toEqual(['bash', 'fish', 'zsh'])
})

test('another shell is an error in one line', () => {
  const { status, stderr } = spawnSync(process.execPath, [BIN, 'completion', 'csh'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^stackproof: .*csh.*bash, zsh, fish.*\n$/)
})
