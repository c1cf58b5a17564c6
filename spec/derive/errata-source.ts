import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Erratum, Exemption } from '../errata.ts'
import { PACKAGE_ROOT } from '../package-root.ts'

/** The errata and exemptions as they are written; only the generator reads these, all others what it made of them. */
export const writtenErrata = (): { errata: Erratum[]; exemptions: Exemption[] } => ({
  errata: read('errata.yaml'),
  exemptions: read('exemptions.yaml'),
})

const read = (file: string) => parse(readFileSync(join(PACKAGE_ROOT, 'spec', file), 'utf8'))
