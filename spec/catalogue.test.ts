import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { DEFAULT_REFUSALS } from './derive/states.ts'
import { loadDocument, operations } from './document.ts'
import { errata, exemptions } from './errata.ts'
import { PACKAGE_ROOT } from './package-root.ts'

describe('the catalogue', () => {
  test('every requirement has a text, a source that exists, and errata that exist', () => {
    const documents = loadDocument()['x-documents']
    const known = new Set(errata().map((e) => e.id))
    for (const requirement of catalogue()) {
      expect(requirement.text.length, requirement.id).toBeGreaterThan(10)
      expect(documents[requirement.source.document], requirement.id).toBeDefined()
      expect(requirement.source.section, requirement.id).toBeTruthy()
      for (const id of requirement.errata ?? []) expect(known, `${requirement.id} names ${id}`).toContain(id)
    }
  })

  test('an id once given stays: pinned ids are all there', () => {
    const pinned = readFileSync(join(PACKAGE_ROOT, 'spec', 'pinned-ids.txt'), 'utf8')
      .trim()
      .split('\n')
    const ids = new Set(catalogue().map((r) => r.id))
    expect(pinned.filter((id) => !ids.has(id))).toEqual([])
  })

  test('every id is pinned', () => {
    const pinned = new Set(
      readFileSync(join(PACKAGE_ROOT, 'spec', 'pinned-ids.txt'), 'utf8')
        .trim()
        .split('\n'),
    )
    expect(
      catalogue()
        .map((r) => r.id)
        .filter((id) => !pinned.has(id)),
    ).toEqual([])
  })

  test('there are 27 server actions, each an operation of its own', () => {
    expect(
      operations().filter((op) => op.action !== undefined && !op.supporting && op.route.endsWith('/action')),
    ).toHaveLength(27)
  })

  test('exemptions name requirements that exist', () => {
    const ids = catalogue().map((r) => r.id)
    for (const { requirement, reason } of exemptions()) {
      const pattern = new RegExp(
        `^${requirement
          .split('*')
          .map((p) => p.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')}$`,
      )
      expect(
        ids.some((id) => pattern.test(id)),
        requirement,
      ).toBe(true)
      expect(reason.length).toBeGreaterThan(20)
    }
  })

  test('no requirement is exempted twice', () => {
    const names = exemptions().map((e) => e.requirement)
    const patterns = names.filter((name) => name.includes('*'))
    for (const [at, name] of names.entries()) {
      expect(names.indexOf(name), name).toBe(at)
      for (const pattern of patterns)
        if (pattern !== name && pattern.startsWith('*/'))
          expect(name.endsWith(pattern.slice(1)), `${name} is exempted by ${pattern} already`).toBe(false)
    }
  })

  test('every erratum says where, what, how it is settled and on what evidence; none stands twice', () => {
    const ids = errata().map((e) => e.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const erratum of errata()) {
      expect(erratum.where.length, erratum.id).toBeGreaterThan(0)
      for (const text of [erratum.contradiction, erratum.settled, erratum.evidence])
        expect(text, erratum.id).toBeTruthy()
    }
  })

  test('a refusal is never a server error', () => {
    expect(DEFAULT_REFUSALS.every((s) => s >= 400 && s < 500)).toBe(true)
  })
})
