import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function find(from: string): string {
  const manifest = join(from, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'stackproof') return from
  const parent = dirname(from)
  if (parent === from) throw new Error('stackproof: its own package.json is missing; install it again')
  return find(parent)
}

/** The folder that holds package.json: suites and assets are found from there, by sources and by the build in dist/ alike. */
export const PACKAGE_ROOT = find(dirname(fileURLToPath(import.meta.url)))
