import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Cloud } from '../../fixtures/reference-cloud/cloud.ts'
import { type Passing, pass } from './passing.ts'
import { series } from './series.ts'
import type { WireFault } from './wire-faults.ts'

/** A request as it came to the proxy. */
export interface Recorded {
  method: string
  path: string
  body: string
  /** The status that the cloud answered with. */
  status: number
}

/** What stands before a cloud and lets some exchanges break. */
export interface WireProxy {
  url: string
  /** Every request, in the order in which they came. */
  requests: Recorded[]
  /** Every token that a request carried. */
  tokens: ReadonlySet<string>
  close(): Promise<void>
}

/** By this the calls of a run are told from its login and its discovery, which come before there is anything to judge. */
const isCall = (request: IncomingMessage) => request.headers['user-agent'] === 'stackproof'

/**
 * Stands before a cloud and breaks one exchange in so many.
 * @param fault.everything also what comes before there is anything to judge may break
 * @param share of the exchanges that break, from 0 to 1
 */
export async function startProxy(
  cloud: Cloud,
  fault: Pick<WireFault, 'break' | 'only' | 'stops'> & { everything?: true },
  share: number,
): Promise<WireProxy> {
  const requests: Recorded[] = []
  const tokens = new Set<string>()
  const dice = series(7)
  let before: Buffer = Buffer.from('{}')
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const body = Buffer.concat(pieces)
    const { method = 'GET', url = '/' } = request
    const headers = Object.entries(request.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    )
    const stopped = fault.stops === true && isCall(request) && dice.next().value < share
    const answered = stopped
      ? Response.json({})
      : await cloud.fetch(
          new Request(`http://${request.headers.host}${url}`, {
            method,
            headers,
            ...(['GET', 'HEAD'].includes(method) ? {} : { body }),
          }),
        )
    const passing: Passing = {
      method,
      path: url,
      isCall: isCall(request),
      body: body.toString(),
      token: String(request.headers['x-auth-token'] ?? ''),
      answer: {
        status: answered.status,
        headers: Object.fromEntries(answered.headers),
        body: Buffer.from(await answered.arrayBuffer()),
      },
      before,
      response,
      socket: request.socket,
    }
    if (passing.token !== '') tokens.add(passing.token)
    requests.push({ method, path: url, body: passing.body, status: answered.status })
    const breaks =
      stopped ||
      (fault.stops !== true &&
        (fault.everything === true || isCall(request)) &&
        (fault.only?.(passing) ?? true) &&
        dice.next().value < share)
    if (breaks) fault.break(passing)
    else pass(passing)
    before = passing.answer.body
  }
  const server = createServer((request, response) => {
    // A client that hangs up in the middle is part of the trial.
    for (const end of [request, response]) end.on('error', () => {})
    answer(request, response).catch(() => request.socket.destroy())
  })
  server.on('connection', (socket) => socket.on('error', () => {}))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    tokens,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
