import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { FORMATS, type FormatName } from '../../reporters/formats.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { commandLines, parsed } from './command-lines.ts'

const FOLDERS = ['scripts/recipes', 'scripts/merge/recipes']
const recipes = FOLDERS.flatMap((folder) =>
  readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => /\.yaml$|Containerfile$/.test(file)),
)
const PAGES = ['README.md', 'CONTRIBUTING.md', 'scripts/merge/README.md', 'scripts/recipes/README.md']
const read = (file: string) => readFileSync(join(PACKAGE_ROOT, file), 'utf8')
const recipe = (name: string) => parse(read(`scripts/recipes/${name}`))

/** All texts of a document, wherever they stand. */
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(texts)
      : []

describe('command lines', () => {
  const lines = [
    ...recipes
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => texts(parse(read(file))).map((text) => [file, text] as const)),
    // Indented lines of a page are what it shows of a shell.
    ...PAGES.flatMap((page) =>
      [...read(page).matchAll(/^ {4}(.*)$/gm)].map(([, text]) => [page, text!] as const),
    ),
  ].flatMap(([file, text]) => commandLines(text).map((line) => [file, line] as const))

  test('are found wherever there are any', () => {
    for (const page of ['README.md', 'scripts/merge/README.md', 'scripts/recipes/zuul/run.yaml'])
      expect(lines.map(([file]) => file)).toContain(page)
    expect(lines.length).toBeGreaterThan(25)
  })

  test.each(lines)('%s: stackproof %s', async (_, line) => {
    await expect(parsed(line)).resolves.toBeDefined()
  })

  test('that are wrong would be told', async () => {
    const [line] = commandLines('cd x && npx stackproof run --formt html || true   # comment')
    expect(line).toBe('run --formt html')
    await expect(parsed(line!)).rejects.toThrow(/unknown option '--formt'/)
    await expect(parsed('rnu')).rejects.toThrow(/no command/)
    await expect(parsed('sweep extra')).rejects.toThrow(/too many arguments/)
  })
})

describe('what a recipe keeps is what its run writes', () => {
  const scriptOf: Record<string, string> = {
    'github-actions.yaml': recipe('github-actions.yaml').jobs.conformance.steps.find(
      ({ id }: { id?: string }) => id === 'judge',
    ).run,
    'gitlab-ci.yaml': recipe('gitlab-ci.yaml').conformance.script.at(-1),
    'zuul/run.yaml': recipe('zuul/run.yaml')[0].tasks.at(-1)['ansible.builtin.command'].cmd,
  }
  const kept: Record<string, string[]> = {
    'github-actions.yaml': [recipe('github-actions.yaml').jobs.conformance.steps.at(-1).with.path],
    'gitlab-ci.yaml': [
      ...recipe('gitlab-ci.yaml').conformance.artifacts.paths,
      recipe('gitlab-ci.yaml').conformance.artifacts.reports.junit,
    ],
    'zuul/run.yaml': [
      posix.basename(recipe('zuul/post.yaml')[0].tasks[1]['ansible.posix.synchronize'].src),
      recipe('zuul/post.yaml')[0].tasks[2].zuul_return.data.zuul.artifacts[0].url,
    ],
  }
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stackproof-recipe-'))
    mkdirSync(join(folder, 'bin'))
    // Stands where npx stands: what it is asked for is here, and the cloud is the reference cloud, judged in little.
    const bin = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
    writeFileSync(
      join(folder, 'bin', 'npx'),
      `#!/bin/sh\nshift\nexec "${process.execPath}" "${bin}" "$@" --select 'availabilityZones.*'\n`,
      { mode: 0o755 },
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(Object.entries(scriptOf))(
    '%s: %s',
    async (name, script) => {
      const cwd = mkdtempSync(join(folder, 'job-'))
      const { OS_CLOUD: _, OS_CLIENT_CONFIG_FILE: __, GITHUB_ACTIONS: ___, ...here } = process.env
      await promisify(execFile)('sh', ['-ec', script], {
        cwd,
        env: { ...here, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
      })
      const [line] = commandLines(script)
      const { report, format } = (await parsed(line!)) as { report: string; format: FormatName[] }
      const wanted = [...kept[name]!, ...format.map((each) => `${report}/${FORMATS[each].path}`)]
      expect(wanted.filter((path) => !existsSync(join(cwd, path)))).toEqual([])
    },
    120_000,
  )
})

describe('Kubernetes: a pod that shall end', () => {
  const script: string = parse(read('scripts/merge/recipes/kubernetes-shards.yaml')).spec.template.spec
    .containers[0].args[0]
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stackproof-pod-'))
    const bin = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
    const commands = {
      npm: 'exit 0',
      stackproof: `exec "${process.execPath}" "${bin}" "$@"`,
      // As npm does it: a shell stands between, which a signal ends and which tells nobody.
      npx: `while [ "$1" != stackproof ]; do shift; done; shift; "${process.execPath}" "${bin}" "$@"; exit $?`,
    }
    for (const [name, lines] of Object.entries(commands))
      writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('ends when its run has deleted what it made and has written its report', async () => {
    const { OS_CLOUD: _, OS_CLIENT_CONFIG_FILE: __, GITHUB_ACTIONS: ___, ...here } = process.env
    const pod = spawn('sh', ['-c', script], {
      env: {
        ...here,
        PATH: `${folder}:${process.env.PATH}`,
        JOB_COMPLETION_INDEX: '0',
        SHARDS: '4',
        REPORTS: folder,
      },
    })
    const said: string[] = []
    const ended = once(pod, 'exit')
    const begun = new Promise<void>((resolve) =>
      pod.stderr.on('data', (text) => {
        said.push(String(text))
        if (said.join('').includes('requirements judged')) resolve()
      }),
    )
    await begun
    pod.kill('SIGTERM')
    await ended
    expect(said.join('')).toContain('ending gently')
    expect(readdirSync(join(folder, 'shard-1'))).toContain('report.json')
  }, 120_000)
})

describe('what the systems would refuse', () => {
  test('Zuul: the playbooks are those that the job names, and know the secret that it has', () => {
    const [{ job }, { project }] = recipe('zuul/zuul.yaml')
    expect([job.run, job['post-run']].map((path) => posix.basename(path))).toEqual(['run.yaml', 'post.yaml'])
    expect(project.periodic.jobs).toEqual([job.name])
    const used = [...read('scripts/recipes/zuul/run.yaml').matchAll(/\{\{ (\w+)/g)].map(([, name]) => name)
    const given = ['zuul', ...Object.keys(job.vars), ...job.secrets.map(({ name }: { name: string }) => name)]
    expect(used.filter((name) => !given.includes(name!))).toEqual([])
  })

  test('Containerfile: instructions that it may have, what it starts is the command line', () => {
    const lines = read('scripts/recipes/Containerfile')
      .split('\n')
      .filter((line) => /^[^#\s]/.test(line))
    const said = Object.fromEntries(lines.map((line) => [line.split(' ')[0], line.replace(/^\S+ /, '')]))
    expect(Object.keys(said)).toEqual(['FROM', 'RUN', 'WORKDIR', 'ENTRYPOINT', 'CMD'])
    const { bin, engines } = JSON.parse(read('package.json'))
    expect(Object.keys(bin)).toEqual(JSON.parse(said.ENTRYPOINT!))
    expect(Number(/node:(\d+)/.exec(said.FROM!)![1])).toBeGreaterThanOrEqual(
      Number.parseInt(engines.node.slice(2), 10),
    )
    expect(JSON.parse(said.CMD!)).toEqual(['run'])
  })
})
