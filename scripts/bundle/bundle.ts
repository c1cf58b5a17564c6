import { createHash } from 'node:crypto'
import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { create } from 'tar'
import { EXCHANGES_FILE, OUTCOMES_FILE } from '../../reporters/evidence.ts'
import { UsageError } from '../errors.ts'
import { readReport } from '../report/read-report.ts'
import { VERSION } from '../version.ts'
import { BUNDLED, MANIFEST_FILE, type Manifest } from './manifest.ts'

/**
 * Packs a report with the evidence behind it and a digest of each, so that anyone can judge it anew.
 * @param to the archive to write
 * @returns what the archive says it holds
 * @throws UsageError if the folder holds no whole run
 */
export async function bundle(folder: string, to: string): Promise<Manifest> {
  const directory = resolve(folder)
  for (const name of [OUTCOMES_FILE, EXCHANGES_FILE])
    if (!existsSync(join(directory, name)))
      throw new UsageError(`${folder} holds no ${name}; name the folder that --report wrote to`)
  const report = readReport(directory)
  const files: Manifest['files'] = {}
  for (const name of BUNDLED) {
    const path = join(directory, name)
    files[name] = { bytes: statSync(path).size, sha256: await digestOf(path) }
  }
  const manifest: Manifest = {
    bundleVersion: 1,
    tool: { name: 'stackproof', version: VERSION },
    spec: report.spec,
    target: report.target.name,
    run: report.run.id,
    files,
  }
  const path = join(directory, MANIFEST_FILE)
  writeFileSync(path, `${JSON.stringify(manifest, null, 1)}\n`)
  try {
    // The same run gives the same archive, byte for byte.
    await create({ cwd: directory, file: resolve(to), gzip: true, portable: true, mtime: new Date(0) }, [
      MANIFEST_FILE,
      ...BUNDLED,
    ])
  } finally {
    await rm(path, { force: true })
  }
  return manifest
}

/** The SHA-256 of a file, read piece by piece. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}
