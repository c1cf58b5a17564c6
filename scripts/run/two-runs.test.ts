import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Report } from '../../reporters/report.ts'
import { type Place, placeOfRuns } from '../checks/under-way.ts'

// Two runs at once in one project that may have few servers: each waits for what the other gives back.
let place: Place

beforeEach(async () => {
  place = await placeOfRuns()
  place.cloud.state.quota.instances = 6
})
afterEach(() => place.close())

const AREAS = ['servers.create/*', 'servers.list/*', 'servers.show/*', 'servers.stop/*', 'servers.resize/*']
const words = (folder: string) => [
  ...['run', '--os-cloud', 'acme', '--os-admin-cloud', 'acme-admin', '--seed', '7', '--report', folder],
  ...AREAS.flatMap((area) => ['--select', area]),
]

const verdictsOf = (folder: string) => {
  const file = join(place.folder, folder, 'report.json')
  const { requirements } = JSON.parse(readFileSync(file, 'utf8')) as Report
  // What was not selected is told where it was seen in passing, which is no verdict.
  const judged = requirements.filter(({ leftOutBy }) => leftOutBy !== 'selection')
  return Object.fromEntries(judged.map(({ id, verdict, reason }) => [id, `${verdict} ${reason ?? ''}`]))
}

test('two runs at once in a project with little room judge as one alone', { timeout: 240_000 }, async () => {
  await place.start(words('alone')).ended
  const ended = await Promise.all(['one', 'other'].map((folder) => place.start(words(folder)).ended))
  // What they printed goes along, so that a red one says why.
  expect(ended.filter(({ code }) => code !== 0)).toEqual([])
  const alone = verdictsOf('alone')
  expect(Object.keys(alone).length).toBeGreaterThan(300)
  expect(verdictsOf('one')).toEqual(alone)
  expect(verdictsOf('other')).toEqual(alone)
  expect(place.left()).toEqual([])
})
