import { expect, test } from 'vitest'
import type { Exchange } from '../spec/exchange.ts'
import { absentOperations } from './not-offered.ts'

/** An answer to a proper call of an operation. */
const answer = (operationId: string, status: number, body?: string) =>
  ({ operationId, response: { status, headers: {}, body } }) as unknown as Exchange

test('an action is absent where every proper call of it is told that there is none: it shares its path', () => {
  const none = '{"badRequest": {"message": "There is no such action: pause", "code": 400}}'
  expect(absentOperations([answer('servers.pause', 400, none), answer('servers.pause', 404)])).toEqual([
    'servers.pause',
  ])
  expect(absentOperations([answer('servers.pause', 400, none), answer('servers.pause', 202)])).toEqual([])
  expect(absentOperations([answer('servers.pause', 400, '{"badRequest": {"message": "busy"}}')])).toEqual([])
})
