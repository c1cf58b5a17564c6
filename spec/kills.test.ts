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
})
