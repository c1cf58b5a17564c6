import { canonicalStatuses, type Operation, operation, type ResponseSpec, type Schema } from '../document.ts'
import { GENERAL_FAULT_STATUSES } from '../fault-classes.ts'
import { type CompiledBody, compileBody } from './compile.ts'

/** What an answer with one status is judged by. */
export interface AnswerPlan {
  /** The documented status that it stands for; absent: the status is not documented. */
  standsFor: number | undefined
  /** It stands for that one only if the request had one of these attributes. */
  when?: string[]
  /** The documented answer whose body it should have. */
  response: ResponseSpec | undefined
  /** The schema of its body, and the same compiled. */
  schema: Schema | undefined
  body: CompiledBody | undefined
}

/** All that judging an operation's answers takes from the document, worked out once. */
export interface Plan {
  op: Operation
  canonical: number[]
  /** Statuses of success that the documents or an erratum accept. */
  accepted: number[]
  /** Statuses of errors that may come. */
  faults: ReadonlySet<number>
  /** How a success is judged, by its status. */
  success(status: number): AnswerPlan
}

const plans = new WeakMap<Operation, Plan>()

/** The plan by which an operation's answers are judged. @throws Error when no operation carries the id */
export function planOf(operationId: string): Plan {
  const op = operation(operationId)
  const known = plans.get(op)
  if (known !== undefined) return known
  const plan = makePlan(op)
  plans.set(op, plan)
  return plan
}

function makePlan(op: Operation): Plan {
  const byStatus = new Map<number, AnswerPlan>()
  const canonical = canonicalStatuses(op)
  const bodies = new Map<Schema, CompiledBody>()
  const answerPlan = (status: number): AnswerPlan => {
    const own = op.responses.find((r) => r.status === status)
    const standsFor = own?.sameAs ?? own?.status
    const response = op.responses.find((r) => r.status === (standsFor ?? canonical[0]))
    const schema = Object.entries(response?.content ?? {}).find(([media]) => media.includes('json'))?.[1]
    const when = own?.whenRequest
    if (schema === undefined) return { standsFor, when, response, schema, body: undefined }
    const body = bodies.get(schema) ?? compileBody(op.id, schema)
    bodies.set(schema, body)
    return { standsFor, when, response, schema, body }
  }
  return {
    op,
    canonical,
    accepted: op.responses.filter((r) => r.status < 400).map((r) => r.status),
    faults: new Set([
      ...GENERAL_FAULT_STATUSES,
      ...op.responses.map((r) => r.status),
      ...(op.removedUpstream?.answers ?? []),
    ]),
    success(status) {
      const plan = byStatus.get(status) ?? answerPlan(status)
      byStatus.set(status, plan)
      return plan
    },
  }
}
