import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Comparison } from '../../reporters/compare.ts'
import type { Report } from '../../reporters/report.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

// The command line as users have it: built, in a process and a folder of its own.
const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-many-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function stackproof(
  targets: string,
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  writeFileSync(join(folder, 'targets.yaml'), targets)
  const clean = Object.entries(process.env).filter(([name]) => !/^(OS_|VITEST|NODE_)/.test(name))
  const env = { ...Object.fromEntries(clean), HOME: folder, NO_COLOR: '1', OS_TOKEN: 'not-a-token' }
  const words = [BIN, 'run', '--targets', 'targets.yaml', '--report', 'clouds', ...args]
  const child = spawn(process.execPath, words, { cwd: folder, env })
  let [out, err] = ['', '']
  child.stdout.on('data', (piece) => {
    out += piece
  })
  child.stderr.on('data', (piece) => {
    err += piece
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

const json = <T>(...path: string[]): T => JSON.parse(readFileSync(join(folder, 'clouds', ...path), 'utf8'))

describe('many targets', () => {
  test('are judged one after the other and compared; one that is not there stops no other', async () => {
    writeFileSync(join(folder, 'stackproof.yaml'), 'seed: 5\nos-cloud: nowhere\nfootprint: admin\n')
    const { code, out, err } = await stackproof(
      `
- {name: good}
- {name: gone, compute-endpoint: 'http://127.0.0.1:1/v2.1'}
- {name: bad, fault: flavors.show-self-leads-nowhere, footprint: disruptive}
`,
      '--select',
      'flavors.show/self-link-leads-here',
    )
    expect(code, out + err).toBe(2)
    expect(err).toMatch(/good \(1 of 3\)[\s\S]*gone \(2 of 3\)[\s\S]*bad \(3 of 3\)/)
    expect(existsSync(join(folder, 'clouds', 'gone', 'report.json'))).toBe(false)
    const [good, bad] = [json<Report>('good', 'report.json'), json<Report>('bad', 'report.json')]
    expect([good.target.name, good.run.seed, good.run.footprint]).toEqual(['good', 5, 'admin'])
    expect([bad.target.name, bad.run.seed, bad.run.footprint]).toEqual(['bad', 5, 'disruptive'])
    expect(good.requirements.filter(({ verdict }) => verdict === 'pass')).toHaveLength(1)
    const { clouds, requirements } = json<Comparison>('comparison.json')
    expect(clouds.map(({ name }) => name)).toEqual(['good', 'bad'])
    expect(requirements.map(({ id }) => id)).toEqual(['flavors.show/self-link-leads-here'])
    expect(readFileSync(join(folder, 'clouds', 'comparison.html'), 'utf8')).toContain('2 clouds compared')
    expect(out).toMatch(/good +What was selected conforms[\s\S]*gone +\S.*127\.0\.0\.1:1[\s\S]*bad +\S/)
    expect(out).toContain('Comparison clouds/comparison.html')
  }, 120_000)

  test.each([
    ['- {name: a}\n- {name: b, os-cloud: nowhere}', [], /^stackproof: targets\.yaml:2: b: .*nowhere.*\n$/],
    [
      '- {name: a}\n- {name: b, select: zork.zork}',
      [],
      /^stackproof: targets\.yaml:2: b: --select zork\.zork: no requirement/,
    ],
    ['- {name: a}', ['--os-cloud', 'x'], /^stackproof: --os-cloud and --targets do not go together/],
    ['- {name: a, zork: 1}', [], /^stackproof: targets\.yaml:1: zork is no option/],
  ])('a mistake in the file is told before anything is judged: %j', async (targets, args, message) => {
    rmSync(join(folder, 'clouds'), { recursive: true, force: true })
    const { code, err } = await stackproof(targets, '--no-config', ...args)
    expect([code, err]).toEqual([2, expect.stringMatching(message)])
    expect(existsSync(join(folder, 'clouds'))).toBe(false)
  })
})
