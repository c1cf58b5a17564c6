import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test, vi } from 'vitest'
import { loadDocument, operations, type Schema } from '../document.ts'
import { allFeatures, successBodies } from '../features.ts'
import { FORMATS } from '../formats.ts'
import { mutants } from '../mutate.ts'
import { sample } from '../sample.ts'
import { compileBody } from './compile.ts'

vi.setConfig({ testTimeout: 60_000 })

/** Another reading of JSON Schema, by another hand, to hold the judge's own against. */
const ajv = new Ajv2020({ strict: false, allErrors: true })
for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, (text) => format.test(text))
ajv.addSchema({ ...loadDocument(), $id: 'contract' })

const validator = (schema: Schema) => ajv.compile(absolute(schema) as object)

function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute)
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) =>
      key === '$ref' ? [key, `contract${value}`] : [key, absolute(value)],
    ),
  )
}

const bodies = operations()
  .filter((op) => !op.supporting)
  .flatMap((op) => successBodies(op).map(({ status, schema }) => [op.id, status, schema] as const))

describe('the judge reads schemas as JSON Schema has it', () => {
  test.each(bodies)('%s %d', (operationId, _, schema) => {
    const body = compileBody(operationId, schema)
    const validate = validator(schema)
    let judged = 0
    for (let seed = 0; seed < 6; seed++) {
      const whole = sample(schema, { seed, features: allFeatures(), role: 'admin', full: seed === 0 })
      // What is asked beyond JSON Schema is none of Ajv's business.
      const broken = mutants(whole, schema).filter(({ way }) => !['links', 'agreement', 'time'].includes(way))
      for (const candidate of [whole, ...broken.map((mutant) => mutant.body)]) {
        judged++
        const { problems } = body.judge(candidate, {})
        expect(problems.length === 0, `${JSON.stringify(candidate)}\n${JSON.stringify(problems)}`).toBe(
          validate(candidate),
        )
      }
    }
    expect(judged).toBeGreaterThan(20)
  })
})

describe('the judge refuses to read past what it does not know', () => {
  const compile = (schema: Schema) => () => compileBody('servers.show', schema)
  test.each<[string, Schema]>([
    ['a keyword', { type: 'array', contains: {} }],
    ['a format', { type: 'string', format: 'colour' }],
    ['a keyword beside a reference', { $ref: '#/components/schemas/ServerId', minLength: 1 }],
    ['a keyword beside alternatives', { anyOf: [{ type: 'string' }], minLength: 1 }],
    ['a member that is required and not described', { type: 'object', properties: {}, required: ['a'] }],
  ])('%s', (_, schema) => {
    expect(compile(schema)).toThrow()
  })
})
