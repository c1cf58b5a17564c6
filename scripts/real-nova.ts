import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import { type ExitCode, explain, UsageError } from './errors.ts'
import { changes, expectedDifferences } from './real-nova/expected.ts'
import { cloudFolder, expectedFile, type Release, releaseNamed, releaseNames } from './real-nova/releases.ts'
import { readReport } from './report/read-report.ts'

const scripts = join(PACKAGE_ROOT, 'scripts', 'real-nova')
const stackproof = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')

const USAGE = `npm run real-nova -- up [--final-delete]      a real Nova of Debian's packages on 127.0.0.1 (scripts/real-nova/README.md)
npm run real-nova -- judge [--report DIR] [--footprint F] [--select GLOB] [--seed N]
npm run real-nova -- down [--purge]
each with --release ${releaseNames.join(' or ')}, the release of Debian (default: 12)`

/** Brings up a real Nova, judges it and holds the verdicts against the stored list, or takes it down. */
async function realNova(args: string[]): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'final-delete': { type: 'boolean' },
      purge: { type: 'boolean' },
      release: { type: 'string', default: '12' },
      report: { type: 'string', default: 'stackproof-report-real-nova' },
      footprint: { type: 'string', default: 'admin' },
      select: { type: 'string', multiple: true },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const release = releaseNamed(values.release)
  switch (positionals.join(' ')) {
    case 'up':
      checkMachine(release)
      return up(release, { REAL_NOVA_SOFT_DELETE: values['final-delete'] ? '0' : '1' })
    case 'down':
      return down(release, values.purge ?? false)
    case 'judge':
      return judge(release, values)
    default:
      throw new UsageError(`say what to do:\n${USAGE}`)
  }
}

/** What a machine needs, told before anything is installed. */
function checkMachine(release: Release): void {
  const debian = existsSync('/etc/debian_version') ? readFileSync('/etc/debian_version', 'utf8').trim() : ''
  if (release.suite === undefined && !debian.startsWith('12'))
    throw new UsageError(
      `real-nova up needs Debian 12, whose packages are Nova 26; this is ${debian === '' ? 'no Debian' : `Debian ${debian}`}. Take a container: docker run -it --network host debian:12`,
    )
  if (process.getuid?.() !== 0)
    throw new UsageError(
      'real-nova up needs root: it installs about 260 packages and starts databases; a container will do',
    )
  const free = Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0) / 1024
  if (free < release.memory && !existsSync(join(cloudFolder(release), 'ids.json')))
    throw new UsageError(
      `real-nova up needs ${release.memory} MiB of free memory; there are ${Math.round(free)}`,
    )
}

const run = (program: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env })
    child.on('close', (code) => resolve(code ?? 2))
  })

const bash = (script: string, args: string[], env: NodeJS.ProcessEnv) =>
  run('bash', [join(scripts, script), ...args], { ...process.env, ...env })

async function up({ name, folder, suite }: Release, env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const own = { ...env, REAL_NOVA_DIR: folder, REAL_NOVA_RELEASE: name }
  const code = await (suite === undefined ? bash('up.sh', [], own) : bash('root.sh', [suite], own))
  return code === 0 ? 0 : 2
}

async function down(release: Release, purge: boolean): Promise<ExitCode> {
  const args = purge ? ['--purge'] : []
  if ((await bash('down.sh', args, { REAL_NOVA_DIR: cloudFolder(release) })) !== 0) return 2
  if (!purge || release.suite === undefined) return 0
  return (await bash('root.sh', args, { REAL_NOVA_DIR: release.folder })) === 0 ? 0 : 2
}

async function judge(
  release: Release,
  options: { report: string; footprint: string; select?: string[]; seed: string },
): Promise<ExitCode> {
  const clouds = join(cloudFolder(release), 'clouds.yaml')
  if (!existsSync(clouds))
    throw new UsageError(
      `there is no ${clouds}: bring the cloud up first, with npm run real-nova -- up --release ${release.name}`,
    )
  const args = ['run', '--os-cloud', 'real-demo', '--os-admin-cloud', 'real-admin']
  args.push('--profile', 'compute-v2.1,events', '--footprint', options.footprint, '--seed', options.seed)
  args.push('--report', options.report, ...(options.select ?? []).flatMap((glob) => ['--select', glob]))
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('OS_'))
  const code = await run(process.execPath, [stackproof, ...args], {
    ...Object.fromEntries(own),
    OS_CLIENT_CONFIG_FILE: clouds,
  })
  if (!existsSync(join(options.report, 'report.json'))) return code === 0 ? 0 : 2
  const { requirements } = readReport(options.report)
  const judged = requirements.filter(({ verdict }) => verdict !== 'disabled')
  // Of a part of the catalogue, only the rows can be held against the list.
  const whole = options.select === undefined && options.footprint === 'disruptive'
  const found = changes(judged, expectedDifferences(expectedFile(release))).filter(
    (each) => whole || each.found !== undefined,
  )
  for (const { id, expected, found: verdict, reason } of found)
    console.log(`${id}: ${verdict ?? 'gone'}, where ${expected.join(' or ')} was expected. ${reason}`)
  console.log(
    `\n${judged.length} verdicts, ${found.length} not as expected (scripts/real-nova/${release.expected})`,
  )
  return found.length === 0 ? 0 : 1
}

try {
  process.exitCode = await realNova(process.argv.slice(2))
} catch (error) {
  console.error(`real-nova: ${error instanceof UsageError ? error.message : explain(error)}`)
  process.exitCode = 2
}
