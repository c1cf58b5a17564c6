import type { Passing } from '../hostile/passing.ts'
import { passAs } from '../hostile/passing.ts'
import type { WireFault } from '../hostile/wire-faults.ts'

type Any = any

/** Answers of one kind that are bent, though what they tell, or should have told, can be had all the same. */
export interface BentAnswer extends Pick<WireFault, 'break' | 'only'> {
  id: string
  /** What a setup can do about it. */
  way: string
}

/** An answer in hand, to be bent. */
type Bend = (answer: { status: number; body: Any }) => { status?: number; body?: unknown }

const isSuccess = ({ answer }: Passing) => answer.status >= 200 && answer.status < 300

/** Bends what is answered with success to calls of a method and path; to actions also by their name. */
const bent = (
  id: string,
  way: string,
  method: string,
  path: RegExp,
  bend: Bend,
  action?: RegExp,
): BentAnswer => ({
  id,
  way,
  only: (passing) =>
    passing.isCall &&
    isSuccess(passing) &&
    passing.method === method &&
    path.test(passing.path.replace(/\?.*/s, '')) &&
    (action === undefined || action.test(passing.body)),
  break: (passing) => {
    const { status, body } = passing.answer
    const text = body.toString()
    const made = bend({ status, body: text === '' ? undefined : JSON.parse(text) })
    passAs(passing, {
      status: made.status ?? status,
      body: 'body' in made ? Buffer.from(JSON.stringify(made.body) ?? '') : body,
    })
  },
})

const FAILED = { status: 500, body: { computeFault: { code: 500, message: 'no' } } }
const brief = ({ id, name, links }: Any) => ({ id, name, links })
const each = (key: string, to: (item: Any) => unknown) => (answer: { body: Any }) => ({
  body: { ...answer.body, [key]: answer.body[key].map(to) },
})
const within = (key: string, to: (item: Any) => unknown) => (answer: { body: Any }) => ({
  body: { ...answer.body, [key]: to(answer.body[key]) },
})
const as = (status: number) => () => ({ status })

const IMAGES = /\/images\/detail$/
const FLAVORS = /\/flavors\/detail$/
const SERVER = /\/servers\/[0-9a-f-]{36}$/
const SERVERS = /\/servers$/
const ACTION = /\/servers\/[^/]+\/action$/

/** Every answer that much of a run stands on, bent in ways that leave what is needed to be had otherwise. */
export const BENT_ANSWERS: readonly BentAnswer[] = [
  bent('images-203', 'the answer is of use', 'GET', IMAGES, as(203)),
  bent('images-brief', 'show, or the image service', 'GET', IMAGES, each('images', brief)),
  bent('images-unnamed', 'the image service, or the brief list', 'GET', IMAGES, (answer) => ({
    body: answer.body.images,
  })),
  bent('images-fail', 'the image service, or the brief list', 'GET', IMAGES, () => FAILED),
  bent('flavors-203', 'the answer is of use', 'GET', FLAVORS, as(203)),
  bent('flavors-brief', 'show', 'GET', FLAVORS, each('flavors', brief)),
  bent('flavors-unnamed', 'the brief list, and show', 'GET', FLAVORS, (answer) => ({
    body: answer.body.flavors,
  })),
  bent('flavors-fail', 'the brief list, and show', 'GET', FLAVORS, () => FAILED),
  bent('server-203', 'the answer is of use', 'GET', SERVER, as(203)),
  bent('server-unnamed', 'the list', 'GET', SERVER, (answer) => ({ body: answer.body.server })),
  bent(
    'server-task-state-None',
    'the status',
    'GET',
    SERVER,
    within('server', (server) => ({
      ...server,
      'OS-EXT-STS:task_state': server['OS-EXT-STS:task_state'] ?? 'None',
    })),
  ),
  bent(
    'server-without-task-state',
    'the status',
    'GET',
    SERVER,
    within('server', ({ 'OS-EXT-STS:task_state': _, ...server }) => server),
  ),
  bent(
    'server-status-lower-case',
    'the status',
    'GET',
    SERVER,
    within('server', (server) => ({
      ...server,
      status: server.status.toLowerCase(),
    })),
  ),
  bent('server-fails', 'the list', 'GET', SERVER, () => FAILED),
  bent(
    'made-without-id',
    'the list, by the name asked for',
    'POST',
    SERVERS,
    within('server', ({ id: _, ...server }) => server),
  ),
  bent('made-unnamed', 'the list, by the name asked for', 'POST', SERVERS, (answer) => ({
    body: answer.body.server,
  })),
  bent('made-200', 'the answer is of use', 'POST', SERVERS, as(200)),
  bent('servers-detail-fails', 'show', 'GET', /\/servers\/detail$/, () => FAILED),
  bent('servers-detail-unnamed', 'show', 'GET', /\/servers\/detail$/, (answer) => ({
    body: answer.body.servers,
  })),
  bent('limits-empty', 'the quota is met, or not', 'GET', /\/limits$/, () => ({ body: { limits: {} } })),
  bent('limits-fail', 'the quota is met, or not', 'GET', /\/limits$/, () => FAILED),
  bent('networks-203', 'the answer is of use', 'GET', /\/networks$/, as(203)),
  bent('networks-fail', 'a server without a network asked for', 'GET', /\/networks$/, () => FAILED),
  bent('volume-203', 'the answer is of use', 'GET', /\/volumes\/[0-9a-f-]{36}$/, as(203)),
  bent('volume-unnamed', 'the list', 'GET', /\/volumes\/[0-9a-f-]{36}$/, (answer) => ({
    body: answer.body.volume,
  })),
  bent('volume-made-200', 'the answer is of use', 'POST', /\/volumes$/, as(200)),
  bent('lock-fails', 'what is refused', 'POST', ACTION, () => FAILED, /^\{"lock"/),
  bent('unlock-fails', 'what is refused', 'POST', ACTION, () => FAILED, /^\{"unlock"/),
  bent('actions-200', 'the answer is of use', 'POST', ACTION, (answer) =>
    answer.status === 202 ? { status: 200 } : {},
  ),
  bent('deleted-200', 'the answer is of use', 'DELETE', SERVER, as(200)),
  bent('extensions-fail', 'what the target does', 'GET', /\/extensions$/, () => FAILED),
  bent('extensions-203', 'the answer is of use', 'GET', /\/extensions$/, as(203)),
]
