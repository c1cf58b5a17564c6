import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

const recipe = (name: string) =>
  parse(readFileSync(join(PACKAGE_ROOT, 'scripts', 'merge', 'recipes', name), 'utf8'))

const text = { type: 'string', minLength: 1 }
const count = { type: 'integer', minimum: 0 }
const list = (items: object) => ({ type: 'array', minItems: 1, items })
/** What an object of Kubernetes may hold, as far as the recipes use it; anything else is a slip. */
const shape = (properties: Record<string, object>, ...required: string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const DNS_LABEL = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' }
const QUANTITIES = {
  type: 'object',
  additionalProperties: { type: 'string', pattern: '^[0-9.]+(m|[KMG]i?)?$' },
}
const CONTAINER = shape(
  {
    name: DNS_LABEL,
    image: text,
    command: list(text),
    args: list(text),
    env: list(
      shape({ name: { type: 'string', pattern: '^[A-Z_][A-Z0-9_]*$' }, value: text }, 'name', 'value'),
    ),
    resources: shape({ requests: QUANTITIES, limits: QUANTITIES }),
    volumeMounts: list(
      shape(
        { name: DNS_LABEL, mountPath: { type: 'string', pattern: '^/' }, readOnly: { type: 'boolean' } },
        'name',
        'mountPath',
      ),
    ),
  },
  'name',
  'image',
)
/** What the batch/v1 API takes for a Job. */
const JOB = shape(
  {
    apiVersion: { const: 'batch/v1' },
    kind: { const: 'Job' },
    metadata: shape({ name: DNS_LABEL }, 'name'),
    spec: shape(
      {
        completionMode: { enum: ['NonIndexed', 'Indexed'] },
        completions: count,
        parallelism: count,
        backoffLimit: count,
        template: shape(
          {
            spec: shape(
              {
                // A Job takes no pod that is always started again.
                restartPolicy: { enum: ['Never', 'OnFailure'] },
                terminationGracePeriodSeconds: count,
                containers: list(CONTAINER),
                volumes: list(
                  shape(
                    {
                      name: DNS_LABEL,
                      secret: shape({ secretName: DNS_LABEL }, 'secretName'),
                      persistentVolumeClaim: shape({ claimName: DNS_LABEL }, 'claimName'),
                    },
                    'name',
                  ),
                ),
              },
              'restartPolicy',
              'containers',
            ),
          },
          'spec',
        ),
      },
      'template',
    ),
  },
  'apiVersion',
  'kind',
  'metadata',
  'spec',
)

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-recipes-'))
  mkdirSync(join(folder, 'bin'))
  // Stand where npx, npm and the installed command stand: what is asked for is here, and the cloud is the reference cloud, judged in little.
  const bin = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
  const command = `less=\n[ "$1" = run ] && less="--select flavors.*,images.*"\nexec "${process.execPath}" "${bin}" "$@" $less\n`
  for (const [name, script] of [
    ['npx', `[ "$1" = --yes ] && shift\nshift\n${command}`],
    ['npm', '[ "$*" = "install --global stackproof" ]\n'],
    ['stackproof', command],
  ])
    writeFileSync(join(folder, 'bin', name!), `#!/bin/sh\n${script}`, { mode: 0o755 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Types a script of a recipe into a shell, in a folder of its own. */
const typed = (script: string, env: Record<string, string>) => {
  const { OS_CLOUD: _, OS_CLIENT_CONFIG_FILE: __, ...here } = { ...process.env, ...env }
  return promisify(execFile)('sh', ['-ec', script], {
    cwd: folder,
    env: { ...here, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
  })
}

const conformsIn = (directory: string) =>
  JSON.parse(readFileSync(join(folder, directory, 'report.json'), 'utf8'))

describe('Kubernetes', () => {
  const [shards, merge] = ['kubernetes-shards.yaml', 'kubernetes-merge.yaml'].map(recipe)
  const envOf = (job: any): Record<string, string> =>
    Object.fromEntries(
      job.spec.template.spec.containers[0].env.map(({ name, value }: Record<string, string>) => [
        name,
        value,
      ]),
    )

  test('takes the Jobs, as far as batch/v1 is written down here', () => {
    const valid = new Ajv2020({ allErrors: true }).compile(JOB)
    for (const job of [shards, merge]) {
      valid(job)
      expect(valid.errors ?? []).toEqual([])
      const { containers, volumes } = job.spec.template.spec
      for (const { name } of containers[0].volumeMounts)
        expect(volumes.map((volume: { name: string }) => volume.name)).toContain(name)
    }
    expect(valid({ ...shards, spec: { ...shards.spec, complations: 4 } })).toBe(false)
    // Only an indexed Job tells its pods which of them they are, and it needs their number.
    expect(shards.spec.completionMode).toBe('Indexed')
    expect(String(shards.spec.completions)).toBe(envOf(shards).SHARDS)
    expect(shards.spec.parallelism).toBe(shards.spec.completions)
  })

  test('runs what makes one report of all shards', async () => {
    const scriptOf = (job: any) => job.spec.template.spec.containers[0].args.join(' ')
    const reports = join(folder, 'kubernetes')
    for (let index = 0; index < shards.spec.completions; index++)
      await typed(scriptOf(shards), {
        ...envOf(shards),
        REPORTS: reports,
        JOB_COMPLETION_INDEX: String(index),
      })
    await typed(scriptOf(merge), { ...envOf(merge), REPORTS: reports })
    expect(conformsIn('kubernetes/stackproof-report')).toMatchObject({
      conformant: true,
      run: { merged: { length: shards.spec.completions } },
    })
  }, 240_000)
})

test('GitHub Actions: the steps of the workflow make one report of all shards', async () => {
  const { jobs } = recipe('github-actions.yaml')
  expect(jobs.report.needs).toBe('shard')
  const { shard: all } = jobs.shard.strategy.matrix
  const stepOf = (job: string, id: string): string =>
    jobs[job].steps.find((step: { id?: string }) => step.id === id).run
  for (const shard of all) {
    const script = stepOf('shard', 'judge')
      .replaceAll(/\$\{\{ matrix\.shard \}\}/g, String(shard))
      .replaceAll(/\$\{\{ github\.run_number \}\}/g, '7')
    expect(script).toContain(`--shard ${shard}/${all.length} `)
    expect(script).not.toMatch(/\$\{\{/)
    await typed(script, {})
  }
  await typed(stepOf('report', 'merge'), {})
  expect(conformsIn('stackproof-report')).toMatchObject({
    conformant: true,
    run: { seed: 7, merged: { length: all.length } },
  })
}, 240_000)
