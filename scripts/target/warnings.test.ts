import { expect, test } from 'vitest'
import { openTarget } from './open-target.ts'
import { startCloud } from './reference-cloud.ts'
import { warnings } from './warnings.ts'

const said = async (conditions: string[]) => {
  const cloud = await startCloud({ conditions })
  const target = await openTarget(cloud.connections, { timeoutScale: 1 })
  try {
    return warnings(target.target).join()
  } finally {
    await target.close()
    await cloud.close()
  }
}

test.each([
  ['links-of-another-scheme', /the cloud's own link is https, and it is reached at http:/],
  ['links-with-inner-name', /the cloud's own link names nova-api\.\S+:8774, and it is reached at/],
])('%s is said before a run', async (condition, text) => {
  expect(await said([condition])).toMatch(text)
})

test('nothing is said of links that are as they should be', async () => {
  expect(await said([])).toBe('')
})
