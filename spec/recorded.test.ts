import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { PACKAGE_ROOT } from './package-root.ts'
import type { Role } from './requirement.ts'

interface Recorded {
  operationId: string
  role: Role
  status: number
  headers: Record<string, string>
  body?: unknown
}

/** Defects of the recorded cloud itself, each by operation and status. */
const DEFECTS: Readonly<Record<string, string>> = {
  'servers.getVncConsole 500':
    'the console type xvpvnc, which its own request schema lets through, has no implementation',
}

const file = join(PACKAGE_ROOT, 'spec', 'recorded', 'nova-26.json')
const { features, exchanges } = JSON.parse(readFileSync(file, 'utf8')) as {
  features: string[]
  exchanges: Recorded[]
}

describe('answers of a real Nova are judged without a false alarm', () => {
  test.each(exchanges.map((e, i) => [`${i} ${e.operationId} ${e.status} to ${e.role}`, e] as const))(
    '%s',
    (_, e) => {
      const { role, body, ...answer } = e
      const text = body === undefined ? '' : JSON.stringify(body)
      // Of the headers the recording keeps those alone that tell of the body and the request.
      const headers = { date: 'Sat, 21 Nov 2026 10:34:15 GMT', ...answer.headers }
      const { problems } = judge({ ...answer, headers, body: text }, { features: new Set(features), role })
      if (DEFECTS[`${e.operationId} ${e.status}`] === undefined) expect(problems).toEqual([])
      else expect(problems.map((p) => p.requirements)).toEqual([[`${e.operationId}/no-server-error`]])
    },
  )

  test('the recording holds most operations', () => {
    expect(new Set(exchanges.map((e) => e.operationId)).size).toBeGreaterThanOrEqual(40)
  })
})
