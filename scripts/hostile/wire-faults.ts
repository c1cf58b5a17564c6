import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { type Passing, pass, passAs, raw } from './passing.ts'

/**
 * What a run must make of a fault that every exchange has.
 * - `harmless`: nothing; it conforms as without the fault.
 * - `wire`: errors, and nothing held against the target.
 * - `front`: the tests are blocked by who answered in the API's place, and nothing is held against the target.
 * - `target`: an honest failure, for it is the target's own answer.
 * - `open`: whichever of the last three, for the answer does not say whose it is; but it never conforms.
 */
export type Outcome = 'harmless' | 'wire' | 'front' | 'target' | 'open'

/** One way in which an exchange between a run and its target goes wrong. */
export interface WireFault {
  id: string
  outcome: Outcome
  /** The outcome where only few exchanges have it, if that is another. */
  seldom?: Outcome
  break(passing: Passing): void
  /** Which exchanges can have it; absent: all. */
  only?(passing: Passing): boolean
  /** The call does not reach the API: nothing is done. */
  stops?: true
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
const isSuccess = ({ answer }: Passing) => answer.status >= 200 && answer.status < 300
const hasBody = (passing: Passing) => isSuccess(passing) && passing.answer.body.length > 2

const fault = (
  id: string,
  outcome: Outcome,
  action: (passing: Passing) => void,
  only?: (passing: Passing) => boolean,
): WireFault => ({ id, outcome, break: action, ...(only === undefined ? {} : { only }) })

/** A success with another body. */
const body = (id: string, outcome: Outcome, made: (passing: Passing) => string | Buffer): WireFault =>
  fault(id, outcome, (passing) => passAs(passing, { body: Buffer.from(made(passing)) }), hasBody)

const packed = (id: string, outcome: Outcome, coding: string, pack: (plain: Buffer) => Buffer): WireFault =>
  fault(
    id,
    outcome,
    (passing) =>
      passAs(passing, {
        headers: { ...passing.answer.headers, 'content-encoding': coding },
        body: pack(passing.answer.body),
      }),
    hasBody,
  )

/** Statuses with which a front turns a call away; behind the others it may have been done. */
const turnsAway = (status: number) => status < 500 || status === 511

/** An answer that is not the API's. */
const front = (
  status: number,
  name: string,
  headers: Record<string, string> = {},
  text = '<html><body>no</body></html>',
): WireFault => ({
  ...fault(`front-${status}${name}`, 'front', (passing) =>
    passAs(passing, {
      status,
      headers: { 'content-type': 'text/html', ...headers },
      body: Buffer.from(text),
    }),
  ),
  ...(turnsAway(status) ? { stops: true } : {}),
})

const dripping = ({ socket }: Passing, text: string) => {
  let at = 0
  const timer = setInterval(() => socket.write(text[at++ % text.length]!), 30)
  socket.on('close', () => clearInterval(timer))
}

const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024))
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const manyKeys = () => `{${Array.from({ length: 100_000 }, (_, at) => `"unheard-of-${at}":${at}`).join(',')}}`
/** The object that a body holds, with something more in it. */
const joined = ({ answer }: Passing, more: string) => {
  const text = answer.body.toString().trim()
  return text.startsWith('{') && text !== '{}' ? `${text.slice(0, -1)},${more}}` : text
}

/** Everything that may happen between a run and its target. */
export const WIRE_FAULTS: readonly WireFault[] = [
  // The connection
  fault('hangs-up', 'wire', ({ socket }) => socket.destroy()),
  fault('ends-without-an-answer', 'wire', (passing) => raw(passing, '')),
  fault('resets', 'wire', ({ socket }) => socket.resetAndDestroy()),
  fault('ends-in-the-status-line', 'wire', (passing) => raw(passing, 'HTTP/1.1 20')),
  fault('ends-in-the-headers', 'wire', (passing) => raw(passing, `${HEAD}Content-Le`)),
  fault('ends-in-the-body', 'wire', (passing) =>
    raw(passing, `${HEAD}Content-Length: 1000\r\n\r\n{"flavors": [`),
  ),
  fault('ends-in-a-chunk', 'wire', (passing) =>
    raw(passing, `${HEAD}Transfer-Encoding: chunked\r\n\r\nff\r\n{"flavors": [`),
  ),
  fault('ends-before-the-last-chunk', 'wire', (passing) =>
    raw(passing, `${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`),
  ),
  fault('never-answers', 'wire', () => {}),
  fault('stalls-after-the-headers', 'wire', ({ socket }) => {
    socket.write(`${HEAD}Content-Length: 100\r\n\r\n`)
  }),
  fault('stalls-in-the-body', 'wire', ({ socket }) => {
    socket.write(`${HEAD}Content-Length: 100\r\n\r\n{"flavors": [`)
  }),
  fault('drips-its-headers', 'wire', (passing) => dripping(passing, 'HTTP/1.1 200 OK\r\nX-A: b')),
  fault('drips-its-body', 'wire', (passing) => {
    passing.socket.write(`${HEAD}Content-Length: 1000000\r\n\r\n`)
    dripping(passing, ' ')
  }),
  fault('speaks-another-protocol', 'wire', (passing) => raw(passing, 'SSH-2.0-OpenSSH_9.6\r\n')),
  fault('answers-without-a-head', 'wire', (passing) => raw(passing, '{"flavors": []}')),
  fault('has-a-status-in-words', 'wire', (passing) => raw(passing, 'HTTP/1.1 okay fine\r\n\r\n')),
  fault('names-two-lengths', 'wire', (passing) =>
    raw(passing, `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `),
  ),
  fault('names-no-length-it-could-have', 'wire', (passing) =>
    raw(passing, `${HEAD}Content-Length: many\r\n\r\n{}`),
  ),
  fault('names-no-chunk-it-could-send', 'wire', (passing) =>
    raw(passing, `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
  ),
  fault('has-a-header-without-end', 'wire', (passing) =>
    raw(passing, `${HEAD}X-Long: ${'x'.repeat(200_000)}`),
  ),
  fault('has-headers-without-end', 'wire', (passing) =>
    raw(passing, `${HEAD}${Array.from({ length: 20_000 }, (_, at) => `X-${at}: y\r\n`).join('')}`),
  ),
  fault('has-a-header-that-is-none', 'wire', (passing) =>
    raw(passing, `${HEAD}X-A\u0000: b\r\nContent-Length: 2\r\n\r\n{}`),
  ),
  fault('sends-without-end', 'wire', ({ socket }) => {
    socket.write(`${HEAD}Connection: close\r\n\r\n`)
    const piece = Buffer.alloc(1 << 20, ' ')
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
      if (!socket.destroyed) socket.once('drain', more)
    }
    more()
  }),
  fault('hints-early', 'harmless', (passing) => {
    passing.socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n')
    pass(passing)
  }),
  fault('takes-a-moment', 'harmless', (passing) => {
    setTimeout(() => pass(passing), 20)
  }),
  fault('ends-each-connection', 'harmless', (passing) =>
    passAs(passing, { headers: { ...passing.answer.headers, connection: 'close' } }),
  ),

  // Content codings that nobody asked for
  packed('packs-with-gzip', 'harmless', 'gzip', gzipSync),
  packed('packs-with-deflate', 'harmless', 'deflate', deflateSync),
  packed('packs-with-brotli', 'harmless', 'br', brotliCompressSync),
  packed('says-gzip-of-what-is-plain', 'wire', 'gzip', (plain) => plain),
  packed('packs-in-a-way-of-its-own', 'wire', 'x-own', (plain) => plain),
  packed('packs-a-bomb', 'wire', 'gzip', () => BOMB),

  // What stands before the API
  front(502, ''),
  front(503, ''),
  front(503, '-come-back-at-once', { 'retry-after': '0' }),
  front(503, '-come-back-soon', { 'retry-after': 'soon' }),
  front(
    503,
    '-in-json',
    { 'content-type': 'application/json' },
    '{"serviceUnavailable": {"code": 503, "message": "no"}}',
  ),
  front(504, ''),
  front(429, ''),
  front(429, '-come-back-at-once', { 'retry-after': '0' }),
  front(429, '-come-back-tomorrow', { 'retry-after': '86400' }),
  front(407, '', { 'proxy-authenticate': 'Basic realm="x"' }),
  front(408, ''),
  front(511, ''),
  front(520, ''),
  front(301, '', { location: '/elsewhere' }),
  front(302, '-to-a-login', { location: 'http://login.example/' }),
  front(307, '', { location: '/again' }),
  front(308, '-to-nowhere'),
  {
    ...fault('knows-no-token', 'front', (passing) =>
      passAs(passing, {
        status: 401,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(
          '{"error": {"code": 401, "message": "The request you have made requires authentication."}}',
        ),
      }),
    ),
    stops: true,
    // Refused twice in a row, and not for the next call: then the call was refused, not the token.
    seldom: 'open',
  },

  // The API itself
  body('answers-a-page', 'target', () => '<!doctype html><title>Welcome</title>'),
  body('answers-nothing', 'target', () => ''),
  body('answers-null', 'target', () => 'null'),
  body('answers-a-list', 'target', () => '[]'),
  body('answers-a-text', 'target', () => '"fine"'),
  body('answers-an-empty-object', 'target', () => '{}'),
  body('answers-half', 'target', ({ answer }) => answer.body.subarray(0, answer.body.length >> 1)),
  body('answers-twice', 'target', ({ answer }) => Buffer.concat([answer.body, answer.body])),
  body('answers-in-utf-16', 'target', ({ answer }) => Buffer.from(answer.body.toString(), 'utf16le')),
  body('answers-bytes-that-are-no-text', 'target', ({ answer }) =>
    Buffer.concat([
      answer.body.subarray(0, -1),
      Buffer.from(',"x":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]),
  ),
  body('answers-a-nest', 'target', () => nested(100_000)),
  body('answers-with-the-body-before', 'open', ({ before }) => before),
  body('answers-with-keys-that-nobody-knows', 'open', manyKeys),
  body('answers-with-a-prototype', 'harmless', (passing) =>
    joined(passing, '"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}'),
  ),
  body('answers-with-text-that-turns', 'harmless', (passing) =>
    joined(passing, '"x": "\\u202e\\u2066\\u009b31m"'),
  ),
  fault(
    'says-it-is-no-json',
    'target',
    (passing) => passAs(passing, { headers: { ...passing.answer.headers, 'content-type': 'image/png' } }),
    hasBody,
  ),
  fault('fails', 'target', (passing) =>
    passAs(passing, {
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"computeFault": {"code": 500, "message": "no"}}'),
    }),
  ),
  fault('has-nothing', 'open', (passing) =>
    passAs(passing, {
      status: 404,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"itemNotFound": {"code": 404, "message": "no"}}'),
    }),
  ),
  fault('allows-nothing', 'open', (passing) =>
    passAs(passing, {
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"forbidden": {"code": 403, "message": "Policy does not allow this."}}'),
    }),
  ),
  fault('has-a-status-of-its-own', 'open', (passing) => passAs(passing, { status: 299 }), isSuccess),
  fault('sends-back-the-token', 'harmless', (passing) =>
    passAs(passing, { headers: { ...passing.answer.headers, 'x-debug': `token ${passing.token}` } }),
  ),
]
