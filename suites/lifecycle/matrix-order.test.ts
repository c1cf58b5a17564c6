import { expect, test } from 'vitest'
import { ACTIONS, COLUMNS, settledIn, turns, unsettled } from './matrix-order.ts'

test('the matrix has 27 actions in 10 statuses, and each cell stands in it once', () => {
  expect(ACTIONS).toHaveLength(27)
  const names = ACTIONS.map(({ id }) => id)
  const cells = COLUMNS.flatMap((status) => [
    ...(['refused', 'accepted'] as const)
      .flatMap((outcome) => settledIn(status, outcome))
      .filter(({ operationId }) => names.includes(operationId))
      .map(({ operationId, cell }) => `${operationId} ${status} ${cell!.locked} ${cell!.role}`),
    ...ACTIONS.flatMap((op) =>
      unsettled(op, status).map((each) => `${op.id} ${status} ${each.locked} ${each.role}`),
    ),
  ])
  expect(cells).toHaveLength(27 * 10 * 4)
  expect(new Set(cells).size).toBe(cells.length)
})

test('the cells of a call that costs the server take turns at coming first', () => {
  const forced = ACTIONS.find(({ id }) => id === 'servers.forceDelete')!
  for (const status of COLUMNS) expect(turns(forced, status)).toHaveLength(unsettled(forced, status).length)
  const leading = COLUMNS.map((status) =>
    JSON.stringify(turns(forced, status).filter(({ locked, role }) => !(locked && role === 'member'))[0]),
  )
  expect(new Set(leading).size).toBeGreaterThan(2)
})
