import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { extract } from 'tar'
import { buildReport } from '../../reporters/build.ts'
import { type Change, diffReports } from '../../reporters/diff.ts'
import { readEvidence } from '../../reporters/evidence.ts'
import type { Report } from '../../reporters/report.ts'
import { contract, contractVersion } from '../contract.ts'
import { UsageError } from '../errors.ts'
import { readReport } from '../report/read-report.ts'
import { digestOf } from './bundle.ts'
import { BUNDLED, MANIFEST_FILE, type Manifest } from './manifest.ts'
import { type Rejudged, rejudge } from './rejudge.ts'

/** What became of a bundle that was judged anew. */
export interface Verification {
  manifest: Manifest
  report: Report
  /** Files that are not as the bundle says. */
  altered: string[]
  /** What the answers say when they are judged again. */
  rejudged: Rejudged
  /** True if the bundle was made under the contract of this stackproof. */
  sameContract: boolean
  /** Requirements whose verdict in the report is another than the evidence gives now. */
  changes: Change[]
  /** What else the report says and the evidence does not, each in a sentence: its judgement, its counts, lines that are lost. */
  otherwise: string[]
}

/** Whether report and evidence agree; under another contract, a difference may be the contract's and is none. */
export function agrees({ altered, sameContract, changes, rejudged, otherwise }: Verification): boolean {
  const whole = altered.length === 0 && otherwise.length === 0
  return whole && (!sameContract || (changes.length === 0 && rejudged.differing.length === 0))
}

/** Judges a bundle anew, with no cloud. @throws UsageError if the file is no bundle */
export async function verifyBundle(file: string): Promise<Verification> {
  const directory = mkdtempSync(join(tmpdir(), 'stackproof-verify-'))
  try {
    await unpack(file, directory)
    const manifest = readManifest(file, directory)
    const altered: string[] = []
    for (const name of BUNDLED) {
      const sha256 = manifest.files[name]?.sha256
      if (sha256 !== (await digestOf(join(directory, name)))) altered.push(name)
    }
    const report = readReport(directory)
    const evidence = await readEvidence(directory)
    const rejudged = rejudge(evidence.exchanges, report.target.features)
    const now = buildReport({ ...evidence, exchanges: rejudged.exchanges }, contract())
    const diff = diffReports(report, now)
    const before = new Map(report.requirements.map((row) => [row.id, row.verdict]))
    const changes = [...diff.regressed, ...diff.fixed, ...diff.newlyTested, ...diff.noLongerTested]
    const sameContract = report.spec.digest === contractVersion().digest
    return {
      manifest,
      report,
      altered,
      rejudged,
      sameContract,
      otherwise: otherwise(report, now, sameContract),
      changes: changes.filter(({ id, after }) => before.get(id) !== after),
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/**
 * What a report says as a whole and its evidence does not. A line that was taken out may change no verdict, and a
 * judgement may be written over while the rows below it stay. Under another contract only what no contract decides.
 */
function otherwise(report: Report, now: Report, sameContract: boolean): string[] {
  const pairs: [what: string, was: unknown, is: unknown][] = [
    ['requests', report.run.requests, now.run.requests],
    ['server builds', report.run.serverBuilds, now.run.serverBuilds],
  ]
  if (sameContract) {
    pairs.push(['the judgement', said(report), said(now)])
    for (const [verdict, many] of Object.entries(now.summary))
      pairs.push([verdict, report.summary[verdict as keyof Report['summary']], many])
  }
  const known = new Set(report.errors?.map(({ message }) => message))
  return [
    ...pairs
      .filter(([, was, is]) => was !== is)
      .map(([what, was, is]) => `${what}: the report says ${was}, the evidence ${is}.`),
    ...(now.errors ?? []).map(({ message }) => message).filter((message) => !known.has(message)),
  ]
}

function said({ conformant, partial }: Report): string {
  const words = { true: 'conforms', false: 'does not conform', null: 'could not be judged' }
  return `${words[`${conformant}`]}${partial ? ', in part' : ''}`
}

async function unpack(file: string, directory: string): Promise<void> {
  if (!existsSync(file)) throw new UsageError(`${file} does not exist; name what \`stackproof bundle\` wrote`)
  const names: readonly string[] = [MANIFEST_FILE, ...BUNDLED]
  try {
    await extract({
      file: resolve(file),
      cwd: directory,
      strict: true,
      filter: (path) => names.includes(path),
    })
  } catch {
    throw new UsageError(
      `${file} is no bundle, or not the whole of one; name what \`stackproof bundle\` wrote`,
    )
  }
  for (const name of names)
    if (!existsSync(join(directory, name)))
      throw new UsageError(`${file} is no whole bundle: it lacks ${name}`)
}

function readManifest(file: string, directory: string): Manifest {
  const manifest = manifestIn(readFileSync(join(directory, MANIFEST_FILE), 'utf8'))
  const version = manifest?.bundleVersion
  if (version === undefined) throw new UsageError(`${file} is no bundle: its ${MANIFEST_FILE} is none`)
  if (version !== 1)
    throw new UsageError(`${file} has bundleVersion ${version}; this stackproof reads version 1`)
  const { files, spec, target, run } = manifest as Partial<Manifest>
  const missing = Object.entries({ target, run, files, spec }).find(([, value]) => !value)?.[0]
  if (missing !== undefined || typeof spec?.digest !== 'string')
    throw new UsageError(
      `${file} is no whole bundle: its ${MANIFEST_FILE} has no ${missing ?? 'spec.digest'}`,
    )
  return manifest as Manifest
}

function manifestIn(text: string): Partial<Manifest> | undefined {
  try {
    const read = JSON.parse(text)
    return typeof read === 'object' && read !== null ? read : undefined
  } catch {
    return undefined
  }
}
