import { attributesOf, shapes } from '../attributes.ts'
import type { Operation } from '../document.ts'
import { successBodies } from '../features.ts'
import type { Source } from '../requirement.ts'
import type { Draft } from './draft.ts'

const ANSWER: Source = { document: 'action-details', section: 'HTTP Response' }
const ERROR: Source = { document: 'action-details', section: 'Error Execution Example' }

/** The operation of which one document shows an executed call, with its headers and an error. */
const EXECUTED = 'instanceActions.show'

/** Requirements on the headers of answers, beside that they name their request; and on how answers write times. */
export function headerRequirements(op: Operation): Draft[] {
  if (op.service !== 'compute') return []
  const basis = op.id === EXECUTED ? 'shown' : 'implied'
  const drafts: Draft[] = [
    {
      slug: 'request-id-form',
      basis,
      kind: 'header',
      text: `${op.summary}: the request's id in X-Compute-Request-Id is req- and a UUID.`,
      source: ANSWER,
    },
    {
      slug: 'date',
      basis,
      kind: 'header',
      text: `${op.summary}: the answer says when it was made in a Date header, as HTTP writes dates.`,
      source: ANSWER,
    },
    {
      slug: 'fault-request-id',
      basis,
      kind: 'header',
      text: `${op.summary}: an error in the documented shape names its request in an X-Compute-Request-Id header, too.`,
      source: ERROR,
    },
    {
      slug: 'fault-media-type',
      basis,
      kind: 'media-type',
      text: `${op.summary}: the Content-Type of an error in the documented shape is application/json.`,
      source: ERROR,
    },
  ]
  if (!writesTimes(op)) return drafts
  return [
    ...drafts,
    {
      slug: 'utc-times',
      basis: 'shown',
      kind: 'body',
      text: `${op.summary}: times in the body that name their offset are in UTC, with Z and whole seconds.`,
    },
  ]
}

function writesTimes(op: Operation): boolean {
  return successBodies(op).some(({ schema }) =>
    attributesOf(schema).some((attribute) =>
      shapes(attribute.schema).some((shape) => shape.format === 'date-time'),
    ),
  )
}
