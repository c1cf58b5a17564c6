import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { requirementOf } from '../catalogue.ts'
import { operation } from '../document.ts'
import { successBodies } from '../features.ts'
import { judge } from '../judge.ts'
import { PACKAGE_ROOT } from '../package-root.ts'
import { sample } from '../sample.ts'

/** One answer, made of a lawful one by changing one thing. */
interface Case {
  operation: string
  status?: number
  at?: string
  value?: unknown
  gone?: true
  text?: string
  headers?: Record<string, string | null>
  why?: string
  breaks?: string
}

const read = (file: string) => readFileSync(join(PACKAGE_ROOT, 'spec', file), 'utf8')
const cases = (file: string): [string, Case][] =>
  (parse(read(join('cases', file))) as Case[]).map((each) => [
    `${each.operation} ${each.at ?? ''} ${JSON.stringify(each.text ?? each.value ?? each.headers ?? 'gone')}`.slice(
      0,
      140,
    ),
    each,
  ])

const recorded = (JSON.parse(read('recorded/nova-26.json')) as { exchanges: any[] }).exchanges
const HEADERS = {
  'content-type': 'application/json',
  'x-compute-request-id': 'req-6d94cb0c-d1f3-46fa-a125-21eff0dc708b',
  date: 'Thu, 15 Oct 2015 05:45:25 GMT',
}

function answered({ operation: operationId, status, text, headers, ...change }: Case) {
  const [success] = successBodies(operation(operationId))
  const real = recorded.find((e) => e.operationId === operationId && e.status === success?.status && e.body)
  const body =
    change.at === '' || status !== undefined
      ? undefined
      : (real?.body ?? sample(success!.schema, { seed: 1, full: true }))
  const made = text ?? JSON.stringify(change.at === undefined ? body : changed(body, change))
  const sent: Record<string, string | null> = { ...HEADERS, ...headers }
  const present = Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== null)
  return judge({
    operationId,
    status: status ?? success!.status,
    headers: Object.fromEntries(present),
    body: made,
  })
}

function changed(body: unknown, { at, value, gone }: Pick<Case, 'at' | 'value' | 'gone'>): unknown {
  if (at === '') return value
  const steps = at!.split('/').slice(1)
  const last = steps.pop()!
  const copy = structuredClone(body)
  let parent: any = copy
  for (const step of steps) parent = parent[step]
  if (gone && Array.isArray(parent)) parent.splice(Number(last), 1)
  else if (gone) delete parent[last]
  else parent[last] = value
  return copy
}

describe('answers that keep the documents are accepted', () => {
  test.each(cases('lawful.yaml'))('%s', (_, each) => {
    expect(answered(each).problems).toEqual([])
  })
})

describe('answers that break the documents are told by the requirement that they break', () => {
  test.each(cases('unlawful.yaml'))('%s', (_, each) => {
    const { problems } = answered(each)
    const id = `${each.operation}/${each.breaks}`
    expect(problems.map(({ requirements }) => requirements[0])).toContain(id)
    expect(requirementOf(id).level === 'SHOULD').toBe(SHOULD.test(each.breaks!))
  })
})

const SHOULD = /^(utc-times|date|request-id|request-id-form|fault-request-id|fault-media-type)$/
