import { expect, test } from 'vitest'
import { built, mutantsOf, mutated } from './mutants.ts'

const textsOf = (source: string) => mutantsOf('a.ts', source).map((mutant) => mutated(source, mutant))

test('each mutant is the source with one change', () => {
  expect(textsOf('const a = b > 1')).toEqual(['const a = b >= 1', 'const a = b > 2'])
  expect(textsOf('if (ready) go()')).toEqual(['if (!(ready)) go()', 'if (ready) ;'])
  expect(textsOf("const role = admin ? 'one' : 'other'")).toEqual([
    "const role = admin ? 'other' : 'one'",
    "const role = admin ? 'onex' : 'other'",
    "const role = admin ? 'one' : 'otherx'",
  ])
})

test('types, modules, error texts and what asks for a fault stay', () => {
  expect(textsOf("import { a } from './a.ts'\ntype B = 'one' | 'other'")).toEqual([])
  expect(textsOf("throw refusal('There is no such server.')")).toEqual([])
  expect(textsOf("if (state.broken('lock-does-nothing')) return false")).toEqual([])
})

test('a mutant is named by its line and told by what was changed', () => {
  expect(mutantsOf('a.ts', '\nconst on = true').map(({ id }) => id)).toEqual(['a.ts:2 true → false'])
})

test('what is built of one imports as the build does', () => {
  expect(built("import { a } from './a.ts'\na(1 as number)", 'b.ts')).toContain('./a.js')
})
