import { expect, test } from 'vitest'
import { matchingNothing, selected } from './selection.ts'

const IDS = ['servers.show/status-200', 'servers.show/body', 'servers.list/body', 'flavors.show/body']
const left = (...globs: string[]) => IDS.filter((id) => selected(globs, id))

test.each([
  [[], IDS],
  [['servers.show'], IDS.slice(0, 2)],
  [['servers.*', '!servers.list'], IDS.slice(0, 2)],
  [['!servers.*'], ['flavors.show/body']],
  [
    ['*/body', '!servers.show/*'],
    ['servers.list/body', 'flavors.show/body'],
  ],
  [['!**'], []],
])('%j', (globs, ids) => expect(left(...globs)).toEqual(ids))

test('a glob that matches nothing is found among others that match', () => {
  expect(matchingNothing(['servers.*', 'flavours.*', '!images.*', '!servers.list'], IDS)).toEqual([
    'flavours.*',
    '!images.*',
  ])
})
