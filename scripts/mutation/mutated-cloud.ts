import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { type CloudProcess, startCloudProcess } from '../hostile/cloud-process.ts'
import { built, type Mutant, mutated } from './mutants.ts'

/** A copy of the build, in which one file of the reference cloud may be another. */
export interface Copy {
  /** Starts the cloud of the copy. @param mutant what is changed in it; absent: nothing */
  start(mutant?: Mutant): Promise<CloudProcess>
  remove(): void
}

/** How long a change of status takes in it, in milliseconds: as in the cloud that a run starts for itself. */
const LATENCY_MS = 15

/** Makes a copy of the build in a folder of its own. */
export function copyOfBuild(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-mutation-'))
  cpSync(join(PACKAGE_ROOT, 'dist'), join(folder, 'dist'), { recursive: true })
  cpSync(join(PACKAGE_ROOT, 'package.json'), join(folder, 'package.json'))
  for (const name of ['node_modules', 'spec', 'suites', 'fixtures', 'tsconfig.json'])
    symlinkSync(join(PACKAGE_ROOT, name), join(folder, name))
  let changed: string | undefined
  const programOf = (file: string) => file.replace(/\.ts$/, '.js')
  return {
    async start(mutant) {
      if (changed !== undefined)
        cpSync(join(PACKAGE_ROOT, 'dist', programOf(changed)), join(folder, 'dist', programOf(changed)))
      changed = mutant?.file
      if (mutant !== undefined) {
        const source = readFileSync(join(PACKAGE_ROOT, mutant.file), 'utf8')
        writeFileSync(
          join(folder, 'dist', programOf(mutant.file)),
          built(mutated(source, mutant), mutant.file),
        )
      }
      return startCloudProcess(LATENCY_MS, join(folder, 'dist', 'scripts', 'stackproof.js'))
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
