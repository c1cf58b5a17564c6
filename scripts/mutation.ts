import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import { judged, lost, newlyBlamed, type Verdicts } from './mutation/judged.ts'
import { type Mutant, mutantsOf } from './mutation/mutants.ts'
import { copyOfBuild } from './mutation/mutated-cloud.ts'
import { sampled } from './sample.ts'

const USAGE = `Usage: npm run mutation -- [WORD…] [--sample N] [--seed N]
  WORD…         only in files whose names hold one of the words
  --sample <n>  so many changes, from as many files as can be, the same for a seed (default: 20)
  --seed <n>    of the sample (default: 1)
`

/** What the documents do not speak of: no suite looks at it. */
const SUPPORTING = /hypervisors|interfaces|quota-sets|remote-consoles|server-groups|usage|versions|key-pairs/

function optionsOf(words: string[]) {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      sample: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
    },
  })
  for (const name of ['sample', 'seed'] as const)
    if (!/^\d{1,9}$/.test(values[name]))
      throw new Error(`--${name} ${values[name]}: a whole number is needed`)
  return { words: positionals, sample: Number(values.sample), seed: values.seed }
}

/** Every change of what the reference cloud does as the documents' subject. */
function allMutants(words: readonly string[]): Mutant[] {
  return ['fixtures/reference-cloud/compute', 'fixtures/reference-cloud/events']
    .flatMap((folder) =>
      readdirSync(join(PACKAGE_ROOT, folder), { encoding: 'utf8', recursive: true }).map((file) =>
        [folder, ...file.split(sep)].join('/'),
      ),
    )
    .filter((file) => /(?<!\.test)\.ts$/.test(file) && !SUPPORTING.test(file))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort()
    .flatMap((file) => mutantsOf(file, readFileSync(join(PACKAGE_ROOT, file), 'utf8')))
}

type End = 'told' | 'hindered' | 'survived' | 'broken'

/** Tries one change after another, until there is none left. */
async function worker(queue: Mutant[], plain: Verdicts, done: (end: End) => void): Promise<void> {
  const copy = copyOfBuild()
  try {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const cloud = await copy.start(mutant).catch(() => undefined)
      const found = cloud === undefined ? undefined : await judged(cloud)
      cloud?.child.kill('SIGKILL')
      done(tell(mutant, found, plain))
    }
  } finally {
    copy.remove()
  }
}

/** Fewer than these are blocked now and then by what happens to lag. */
const HINDERED = 10

function tell({ id }: Mutant, found: Verdicts | undefined, plain: Verdicts): End {
  if (found === undefined) {
    console.log(`– ${id}\n    no cloud, or no report`)
    return 'broken'
  }
  const blamed = newlyBlamed(found, plain)
  const count = lost(found, plain)
  const end = blamed.length > 0 ? 'told' : count >= HINDERED ? 'hindered' : 'survived'
  const mark = { told: '✓', hindered: '?', survived: '✗' }[end]
  console.log(`${mark} ${id}`)
  if (blamed.length > 0)
    console.log(
      `    ${blamed.slice(0, 3).join(', ')}${blamed.length > 3 ? `, ${blamed.length - 3} more` : ''}`,
    )
  if (count > 0) console.log(`    ${count} could not be judged`)
  return end
}

async function main(words: string[]): Promise<number> {
  let options: ReturnType<typeof optionsOf>
  try {
    options = optionsOf(words)
  } catch (error) {
    process.stderr.write(`mutation: ${(error as Error).message}\n${USAGE}`)
    return 2
  }
  const all = allMutants(options.words)
  const queue = sampled(
    all.map((mutant) => ({ ...mutant, kind: mutant.file })),
    options.sample,
    options.seed,
  )
  const copy = copyOfBuild()
  const cloud = await copy.start()
  const plain = await judged(cloud)
  cloud.child.kill('SIGKILL')
  copy.remove()
  if (plain === undefined) {
    process.stderr.write('mutation: the unchanged cloud came to no report\n')
    return 2
  }
  const ends: Record<End, number> = { told: 0, hindered: 0, survived: 0, broken: 0 }
  const tried = queue.length
  await Promise.all(
    Array.from({ length: availableParallelism() }, () => worker(queue, plain, (end) => ends[end]++)),
  )
  console.log(
    `mutation: of ${tried} of ${all.length} changes ${ends.told} were told, ${ends.hindered} kept much from being judged, ${ends.survived} survived, ${ends.broken} left no cloud to judge`,
  )
  return 0
}

process.exitCode = await main(process.argv.slice(2))
