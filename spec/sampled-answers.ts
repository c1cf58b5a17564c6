import { canonicalStatuses, type Operation, operations } from './document.ts'
import { FAULT_NAMES } from './fault-classes.ts'
import { allFeatures, successBodies } from './features.ts'
import type { GoodAnswer } from './kills.ts'
import { answerWith } from './power.ts'
import { sample } from './sample.ts'

/** So many bodies are sampled of each form, so that of alternatives each is among them. */
const SEEDS = [0, 1, 2, 3, 4, 5]

/** Answers that each judged operation could give by the document: its successes, with all that they may carry, and an error. */
export function sampledAnswers(): GoodAnswer[] {
  const features = allFeatures()
  const offer = { features, role: 'admin' as const }
  return operations()
    .filter((op) => !op.supporting)
    .flatMap((op) => [...successes(op, features), failure(op)])
    .map((answer) => ({ answer, offer }))
}

function successes(op: Operation, features: ReadonlySet<string>) {
  const bodies = successBodies(op)
  const bare = canonicalStatuses(op).filter((status) => bodies.every((body) => body.status !== status))
  return [
    ...bare.map((status) => answerWith(op, status, undefined)),
    ...bodies.flatMap(({ status, schema }) =>
      SEEDS.map((seed) =>
        answerWith(op, status, sample(schema, { seed, features, role: 'admin', full: seed === 0 })),
      ),
    ),
  ]
}

function failure(op: Operation) {
  const name = FAULT_NAMES[400]![0]!
  return answerWith(op, 400, { [name]: { code: 400, message: 'The request cannot be read.' } })
}
