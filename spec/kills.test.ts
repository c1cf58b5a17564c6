import { describe, expect, test, vi } from 'vitest'
import { catalogue } from './catalogue.ts'
import { judge } from './judge.ts'
import { killsOf } from './kills.ts'
import { sampledAnswers } from './sampled-answers.ts'

// Thousands of answers take seconds on a machine that does other work too. Milliseconds.
vi.setConfig({ testTimeout: 60_000 })

const ON_ANSWERS = ['status', 'body', 'attribute', 'header', 'media-type']

describe('good answers, broken in every way', () => {
  const answers = sampledAnswers()
  const kills = killsOf(answers)

  test('each way is told, by the requirement that it breaks, at the place that is broken', () => {
    const survivors = kills.flatMap(({ requirement, survivors }) =>
      survivors.map((each) => `${requirement}: ${each}`),
    )
    expect(survivors).toEqual([])
  })

  test('each attribute that the document derives is broken', () => {
    const killed = new Set(kills.map(({ requirement }) => requirement))
    const derived = catalogue().filter(
      ({ id, kind }) => ON_ANSWERS.includes(kind) && /\/(body\.|body$|request-id$|media-type$)/.test(id),
    )
    expect(derived.length).toBeGreaterThan(400)
    expect(derived.filter(({ id }) => !killed.has(id)).map(({ id }) => id)).toEqual([])
  })

  test('a judge that is blind for one requirement lets it live', () => {
    const blindFor = 'servers.show/body.server.status'
    const blind: typeof judge = (answer, offer) => {
      const judgement = judge(answer, offer)
      const problems = judgement.problems.filter(({ requirements }) => !requirements.includes(blindFor))
      return { ...judgement, problems }
    }
    const alive = killsOf(answers, blind).filter(({ survivors }) => survivors.length > 0)
    expect(alive.map(({ requirement }) => requirement)).toEqual([blindFor])
    expect(alive[0]!.survivors).toContain('drop at /server/status: no problem')
  })

  test('an answer that was broken already kills nothing', () => {
    const lame = answers.map(({ answer, offer }) => ({ answer: { ...answer, body: '[' }, offer }))
    expect(killsOf(lame).filter(({ requirement }) => requirement.includes('/body'))).toEqual([])
  })

  test('a place of great length is told cut, and told all the same', () => {
    const { answer, offer } = answers.find(
      (each) => each.answer.operationId === 'servers.listDetail' && each.answer.status === 200,
    )!
    const body = JSON.parse(answer.body)
    body.servers[0].metadata = { ['k'.repeat(255)]: 'v' }
    const long = killsOf([{ answer: { ...answer, body: JSON.stringify(body) }, offer }])
    const kill = long.find(({ requirement }) => requirement.endsWith('/body.servers[].metadata.*'))!
    expect(kill.answers).toBeGreaterThan(0)
    expect(kill.survivors).toEqual([])
  })
})
