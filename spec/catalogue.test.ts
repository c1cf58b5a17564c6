import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { levelOf } from './derive/level.ts'
import { CALLER_REFUSALS, CODES, REFUSALS } from './derive/refusals.ts'
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

  test('every level follows from its ground', () => {
    for (const requirement of catalogue())
      expect(requirement.level, requirement.id).toBe(levelOf(requirement))
    expect(levelOf({ basis: 'stated' })).toBe('MUST')
    expect(levelOf({ basis: 'shown' })).toBe('SHOULD')
    expect(levelOf({ basis: 'shown', samples: 'every' })).toBe('MUST')
    expect(levelOf({ basis: 'implied' })).toBe('SHOULD')
    expect(levelOf({ basis: 'observed' })).toBe('MAY')
    expect(levelOf({ basis: 'stated', words: 'should' })).toBe('SHOULD')
    expect(levelOf({ basis: 'stated', words: 'may' })).toBe('MAY')
    expect(levelOf({ basis: 'shown', samples: 'every', words: 'optional' })).toBe('MAY')
  })

  test('samples bind as a statement does for what a body shows, and for nothing else', () => {
    for (const { id, samples, basis, kind, attribute } of catalogue()) {
      if (samples === undefined) continue
      expect(basis, id).toBe('shown')
      expect(kind === 'body' || kind === 'media-type' || attribute !== undefined, id).toBe(true)
    }
  })

  test('what is only observed names the erratum that says so', () => {
    expect(
      catalogue()
        .filter(({ basis, errata }) => basis === 'observed' && (errata ?? []).length === 0)
        .map(({ id }) => id),
    ).toEqual([])
  })

  test('a text speaks at its level: none says may where the level is more than that, nor must where it is less', () => {
    for (const { id, level, text } of catalogue()) {
      if (level !== 'MAY') expect(text, id).not.toMatch(/\bmay carry\b/)
      if (level !== 'MUST') expect(text, id).not.toMatch(/\bmust\b/)
    }
  })

  test('where a refusal is stated and its code is open, both are requirements, and the first takes every code', () => {
    const ids = new Map(catalogue().map((r) => [r.id, r]))
    for (const requirement of catalogue()) {
      if (requirement.code === undefined) continue
      const code = ids.get(`${requirement.operationId}/${requirement.code}`)
      expect(code, requirement.id).toBeDefined()
      const callers = requirement.code === CODES.token || requirement.code === CODES.member
      const all = callers ? CALLER_REFUSALS : REFUSALS
      expect(requirement.statuses, requirement.id).toEqual(expect.arrayContaining([...all]))
      expect(code!.basis).toBe('implied')
    }
    for (const { id } of catalogue())
      if (Object.values<string>(CODES).some((slug) => id.endsWith(`/${slug}`)))
        expect(
          catalogue().some(({ operationId, code }) => `${operationId}/${code}` === id),
          id,
        ).toBe(true)
  })

  test('a refusal is never a server error', () => {
    expect(REFUSALS.every((s) => s >= 400 && s < 500)).toBe(true)
  })
})
