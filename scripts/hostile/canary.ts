import type { Cloud } from '../../fixtures/reference-cloud/cloud.ts'
import { WRITTEN } from './echoes.ts'
import { type Passing, pass, passAs, raw } from './passing.ts'
import { startProxy, type WireProxy } from './proxy.ts'
import { series } from './series.ts'

/** Members of bodies whose value is a secret: of what is sent, and of what is answered. */
const SENT = ['password', 'secret', 'adminPass', 'user_data', 'contents', 'original_password']
const TOLD = ['adminPass', 'private_key', 'OS-EXT-SRV-ATTR:user_data', 'password', 'user_data']
/** So long a piece is, in characters, when it is cut; and so far into a text it begins, where texts are cut. */
const LENGTHS = [12, 13, 14, 16, 20, 24, 31, 48, 64, 100, 180, 4000]
const BEFORE = [0, 3, 60, 75, 140, 155, 190, 198, 230, 395, 1990]
/** So many echoes of an answer stand in its headers, and in its body. */
const [IN_HEADERS, IN_BODY] = [6, 12]
/** One answer in so many is changed by more than what is added to it. */
const TWISTED = 7
/** One call in so many is answered with 401, so that the run gets itself another token. */
const RENEWED = 37

/** A front that hands everything on and sends back each secret that it has seen, in each way and at each place. */
export interface Canary {
  url: string
  /** Every secret that a run sent or was told, with what it is. */
  secrets: ReadonlyMap<string, string>
  close(): Promise<void>
}

/**
 * Stands before a cloud.
 * @param options.refusesLogins each login is answered with an error, which repeats what it came with
 */
export async function startCanary(cloud: Cloud, options: { refusesLogins?: boolean } = {}): Promise<Canary> {
  const echo = new Echo(options.refusesLogins === true)
  const proxy: WireProxy = await startProxy(
    cloud,
    { break: (passing) => echo.answer(passing), everything: true },
    1,
  )
  return { url: proxy.url, close: proxy.close, secrets: echo.secrets }
}

class Echo {
  readonly secrets = new Map<string, string>()
  readonly #dice = series(1)
  readonly #refusesLogins: boolean
  #answers = 0
  #calls = 0
  #twists = 0

  constructor(refusesLogins: boolean) {
    this.#refusesLogins = refusesLogins
  }

  answer(passing: Passing): void {
    this.#answers++
    const own = this.#withPassword(passing)
    // What makes servers comes through, for it sends secrets; and what is told, too: of a secret that a run was never told, nobody can say that it is one.
    const tells = this.#learn(own)
    const login = own.path.includes('/auth/tokens')
    const makes = own.method === 'POST' && /\/(servers|os-keypairs)$/.test(own.path)
    const twists = this.#ways
    if (login && this.#refusesLogins) this.#refusal(own, 500, 'error')
    else if (!own.isCall || login || tells || makes || isInventory(own)) this.#beside(own)
    else if (++this.#calls % RENEWED === 0 && own.method === 'GET') this.#refusal(own, 401, 'error')
    else if (this.#answers % TWISTED !== 0) this.#beside(own)
    else twists[this.#twists++ % twists.length]!(own)
  }

  /** A cloud's own passwords are short; this one makes up long ones, so that there is something to cut. */
  #withPassword(passing: Passing): Passing {
    const text = passing.answer.body.toString()
    if (!text.includes('"adminPass"') || passing.body.includes('"adminPass"')) return passing
    const password = `Pw-${Array.from({ length: 5 }, () => this.#number(36 ** 5).toString(36)).join('/')}`
    const body = Buffer.from(text.replace(/("adminPass":\s*")[^"]*"/, `$1${password}"`))
    return { ...passing, answer: { ...passing.answer, body } }
  }

  /** @returns whether the answer tells a secret */
  #learn({ token, body, answer, path }: Passing): boolean {
    let tells = false
    this.#know(token, 'a token')
    this.#know(answer.headers['x-subject-token'], 'a token')
    for (const [text, names] of [
      [body, SENT],
      [answer.body.toString(), TOLD],
    ] as const)
      for (const [name, value] of members(text)) {
        if (!names.includes(name)) continue
        tells ||= names === TOLD
        this.#know(value, `${name} of ${path.split('?')[0]}`)
        if (['user_data', 'contents', 'OS-EXT-SRV-ATTR:user_data'].includes(name))
          this.#know(decoded(value), `what ${name} encodes`)
      }
    return tells
  }

  #know(secret: string | undefined, what: string): void {
    if (secret !== undefined && secret.length >= 12 && !this.secrets.has(secret))
      this.secrets.set(secret, what)
  }

  #number(below: number): number {
    return Math.floor(this.#dice.next().value * below)
  }

  /** A secret, or a piece of it, written in some way. Every third is of those that came last. */
  #echo(): string {
    const all = [...this.secrets.keys()]
    const from = this.#number(3) === 0 ? all.slice(-4) : all
    const secret = from[this.#number(from.length)]!
    const ways = Object.values(WRITTEN)
    const length = LENGTHS[this.#number(LENGTHS.length)]!
    const start = this.#number(Math.max(1, secret.length - length + 1))
    // Cut before it is written, or after.
    const write = ways[this.#number(ways.length)]!
    if (this.#number(2) === 0) return write(secret.slice(start, start + length))
    const text = write(secret)
    const at = this.#number(Math.max(1, text.length - length + 1))
    return text.slice(at, at + length)
  }

  /** Words with echoes in them, so long that they are cut somewhere within a secret. */
  #text(): string {
    const before = BEFORE[this.#number(BEFORE.length)]!
    return `${'. '.repeat(before).slice(0, before)}${this.#echo()} ${this.#echo()}`
  }

  #inHeaders(): Record<string, string> {
    const line = (text: string) => text.replace(/[^\t -~]/g, '?').slice(0, 900)
    return {
      ...Object.fromEntries(
        Array.from({ length: IN_HEADERS }, (_, at) => [`x-echo-${at}`, line(this.#echo())]),
      ),
      [`x-${this.#echo()
        .replace(/[^\w-]/g, '-')
        .slice(0, 100)}`]: 'a name',
      'x-openstack-request-id': line(`req-${this.#echo()}`),
      'content-disposition': line(`attachment; filename=${this.#echo()}`),
    }
  }

  /** What an answer should be, and echoes beside it. */
  #beside(passing: Passing): void {
    const { headers, body, status } = passing.answer
    passAs(passing, { headers: { ...headers, ...this.#inHeaders() }, body: this.#added(body, status) })
  }

  /** A body that is a JSON object, with more members. The last ones are not written as JSON would write them. */
  #added(body: Buffer, status: number): Buffer {
    const text = body.toString().trimEnd()
    if (status === 204 || !text.startsWith('{') || !text.endsWith('}') || text === '{}') return body
    const echoes = Array.from({ length: IN_BODY }, () => this.#echo())
    const more = JSON.stringify({
      echo: echoes,
      [this.#echo()]: { [this.#echo()]: this.#text() },
      inside: JSON.stringify({ message: this.#text() }),
    })
    const bare = `"bare": "${this.#escaped()} and ${this.#escaped()}"`
    return Buffer.from(`${text.slice(0, -1)},${more.slice(1, -1)},${bare}}`)
  }

  /** Within a string of JSON, each character may be an escape. */
  #escaped(): string {
    const piece = WRITTEN.plain!(this.#echo())
    return WRITTEN['each character escaped for JSON']!(piece)
  }

  #refusal(passing: Passing, status: number, name: string, words = ''): void {
    const fault = { [name]: { code: status, message: `${words}${this.#text()}` } }
    passAs(passing, {
      status,
      headers: { 'content-type': 'application/json', ...this.#inHeaders() },
      body: Buffer.from(JSON.stringify(fault)),
    })
  }

  /** Texts of an answer in the place of others: a status, a name, an address. */
  #texts(passing: Passing): void {
    const changed = (value: unknown, name: string): unknown => {
      if (typeof value === 'string')
        return name !== 'id' && !TOLD.includes(name) && this.#number(3) === 0 ? this.#text() : value
      if (Array.isArray(value)) return value.map((item) => changed(item, name))
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed(item, key)]))
    }
    try {
      const body = JSON.stringify(changed(JSON.parse(passing.answer.body.toString()), ''))
      passAs(passing, { body: Buffer.from(body) })
    } catch {
      this.#beside(passing)
    }
  }

  readonly #ways: ((passing: Passing) => void)[] = [
    (passing) => this.#texts(passing),
    (passing) => this.#refusal(passing, 400, 'badRequest'),
    (passing) => this.#refusal(passing, 409, this.#echo()),
    (passing) => this.#texts(passing),
    (passing) => this.#refusal(passing, 403, 'forbidden', 'Policy does not allow '),
    (passing) => this.#refusal(passing, 500, 'computeFault'),
    (passing) =>
      passAs(passing, {
        status: 307,
        headers: {
          location: `http://elsewhere.example/${this.#echo()}`.replace(/[^ -~]/g, '?').slice(0, 4000),
        },
        body: Buffer.from(this.#text()),
      }),
    (passing) => this.#texts(passing),
    (passing) =>
      passAs(passing, {
        headers: {
          ...passing.answer.headers,
          'content-encoding': this.#echo()
            .replace(/[^\w-]/g, '')
            .slice(0, 500),
        },
      }),
    (passing) => raw(passing, `HTTP/1.1 200 ${this.#echo()}\r\nContent-Length: 2\r\n\r\n{}`),
    (passing) => raw(passing, `HTTP/1.1 200 OK\r\n${this.#echo()}\r\n\r\n{}`),
    (passing) => raw(passing, this.#echo()),
    (passing) =>
      passAs(passing, {
        headers: { 'content-type': 'text/html' },
        body: Buffer.from(`<html><body title="${this.#echo()}">${this.#text()}</body></html>`),
      }),
    (passing) => passAs(passing, { body: Buffer.from(this.#text()) }),
    (passing) => passAs(passing, { body: Buffer.from(JSON.stringify(this.#echo())) }),
    (passing) => {
      const { body } = passing.answer
      passAs(passing, {
        body: body.subarray(0, this.#number(body.length)),
        headers: { ...passing.answer.headers, ...this.#inHeaders() },
      })
    },
    (passing) => {
      // Longer than what is kept of a body, and a secret lies across its end.
      const body = JSON.stringify({
        pad: '. '.repeat(8170),
        echo: [this.#echo(), this.#echo(), this.#echo()],
      })
      passAs(passing, { body: Buffer.from(body) })
    },
    (passing) => {
      if (passing.answer.status === 204) return pass(passing)
      passAs(passing, { headers: { 'content-type': this.#echo().replace(/[^ -~]/g, '?') } })
    },
  ]
}

/** Lists without which no server can be asked for, and so no secret sent: they stay what they are, with echoes beside. */
const isInventory = ({ method, path }: Passing): boolean =>
  method === 'GET' && /\/(images|images\/detail|flavors\/detail|networks|limits)(\?|$)/.test(path)

/** What a text in Base64 encodes; undefined for any other text. */
function decoded(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes.toString() : undefined
}

/** The members of all objects in a text of JSON whose value is a text. */
function* members(text: string): Generator<[string, string]> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return
  }
  const queue: unknown[] = [value]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== 'object' || next === null) continue
    for (const [name, item] of Object.entries(next)) {
      if (typeof item === 'string') yield [name, item]
      else queue.push(item)
    }
  }
}
