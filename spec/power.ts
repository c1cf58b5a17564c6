import { type Operation, operations } from './document.ts'
import { allFeatures, successBodies } from './features.ts'
import { judge } from './judge.ts'
import { mutants } from './mutate.ts'
import { sample } from './sample.ts'

/** How well the judge tells broken bodies of one operation from whole ones. */
export interface Power {
  operationId: string
  mutants: number
  rejected: number
  /** Mutants that the judge let pass, as `way pointer`. */
  missed: string[]
}

/** An answer that carries a body, with the headers a conforming cloud sends. */
export function answerWith(op: Operation, status: number, body: unknown) {
  return {
    operationId: op.id,
    status,
    headers: {
      'content-type': 'application/json',
      'x-compute-request-id': `req-${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`,
      date: 'Thu, 15 Oct 2015 05:45:25 GMT',
    },
    body: body === undefined ? '' : JSON.stringify(body),
  }
}

/** Breaks sampled bodies of every judged operation one way at a time and counts what the judge rejects. */
export function measurePower(seeds: readonly number[]): Power[] {
  const features = allFeatures()
  const powers: Power[] = []
  for (const op of operations()) {
    const bodies = successBodies(op)
    if (op.supporting || bodies.length === 0) continue
    const power: Power = { operationId: op.id, mutants: 0, rejected: 0, missed: [] }
    for (const { status, schema } of bodies) {
      for (const seed of seeds) {
        const whole = sample(schema, { seed, features, role: 'admin', full: seed === seeds[0] })
        for (const mutant of mutants(whole, schema)) {
          power.mutants++
          const { problems } = judge(answerWith(op, status, mutant.body), { features, role: 'admin' })
          if (problems.length > 0) power.rejected++
          else power.missed.push(`${mutant.way} ${mutant.pointer}`)
        }
      }
    }
    powers.push(power)
  }
  return powers
}
