import { type Operation, operations, type WrittenRequirement } from '../document.ts'
import type { Requirement } from '../requirement.ts'
import { answerRequirements } from './answers.ts'
import { callRequirements } from './calls.ts'
import type { Draft } from './draft.ts'
import { headerRequirements } from './headers.ts'
import { levelOf } from './level.ts'
import { codeRequirements } from './refusals.ts'
import { stateRequirements } from './states.ts'

/**
 * Derives every requirement of the contract from the document, by operation in the document's order; within one, written
 * ones before derived ones. Only the generator does this: everybody else reads its table through spec/catalogue.ts.
 * @throws Error where two requirements would carry one id
 */
export function deriveCatalogue(): Requirement[] {
  const table = new Map<string, Requirement>()
  for (const op of operations()) {
    if (op.supporting) continue
    const written = op.written.map(fromWritten)
    const own = new Set(written.map((draft) => draft.slug))
    const derived = [
      ...answerRequirements(op),
      ...headerRequirements(op),
      ...callRequirements(op),
      ...stateRequirements(op),
    ]
    const all = [...written, ...derived.filter((d) => !own.has(d.slug))]
    for (const draft of [...all, ...codeRequirements(op, all)]) {
      const requirement = complete(op, draft)
      if (table.has(requirement.id)) throw new Error(`${requirement.id}: two requirements carry this id`)
      table.set(requirement.id, requirement)
    }
  }
  return [...table.values()]
}

function fromWritten(written: WrittenRequirement): Draft {
  const { id, ...rest } = written
  return { slug: id, ...rest }
}

/** What an operation answers to those who may not call it: it takes no administrator to see. */
const WITHOUT_RIGHTS = [
  'member-refused',
  'token-required',
  'fault-unauthorized',
  'code-without-token',
  'code-for-members',
]

function complete(op: Operation, draft: Draft): Requirement {
  const { slug, source, feature, role, ...rest } = draft
  const from = source ?? op.source
  if (from === undefined) throw new Error(`${op.id}: has no x-source`)
  const requirement: Requirement = {
    id: `${op.id}/${slug}`,
    operationId: op.id,
    method: op.method,
    path: op.path,
    service: op.service,
    level: levelOf(rest),
    source: from,
    feature: feature ?? op.feature,
    role: role ?? (op.role === 'admin' && !WITHOUT_RIGHTS.includes(slug) ? 'admin' : undefined),
    ...rest,
  }
  for (const [key, value] of Object.entries(requirement)) {
    if (value === undefined) delete requirement[key as keyof Requirement]
  }
  return requirement
}
