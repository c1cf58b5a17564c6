import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

/** Runs Redocly on the document, offline. @throws with `stdout` and `stderr` when it finds fault */
function redocly(...args: string[]): void {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json')
  const bin = JSON.parse(readFileSync(manifest, 'utf8')).bin.redocly
  execFileSync(process.execPath, [join(dirname(manifest), bin), ...args], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The whole document in one piece, checked, from spec/openapi.yaml and the files it names. @throws Error that says what is wrong there */
export function bundledDocument(): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-generate-'))
  try {
    const file = join(folder, 'bundle.json')
    redocly('lint', 'spec/openapi.yaml', '--config', 'spec/redocly.yaml')
    redocly('bundle', 'spec/openapi.yaml', '--config', 'spec/redocly.yaml', '--output', file)
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: Buffer; stderr?: Buffer; message: string }
    throw new Error(stdout === undefined ? message : `${stdout}${stderr}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
