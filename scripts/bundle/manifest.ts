import { EXCHANGES_FILE, OUTCOMES_FILE } from '../../reporters/evidence.ts'
import type { Report } from '../../reporters/report.ts'

/** The file of a bundle that says what it holds. */
export const MANIFEST_FILE = 'bundle.json'

/** What a bundle holds besides. */
export const BUNDLED = ['report.json', OUTCOMES_FILE, EXCHANGES_FILE] as const

/** What a bundle says it holds. */
export interface Manifest {
  bundleVersion: 1
  tool: Report['tool']
  spec: Report['spec']
  target: string
  run: string
  files: Record<string, { bytes: number; sha256: string }>
}
