import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** One exchange on its way through the proxy, with the cloud's answer in hand. */
export interface Passing {
  method: string
  path: string
  /** One of the calls that are judged. */
  isCall: boolean
  body: string
  token: string
  answer: { status: number; headers: Record<string, string>; body: Buffer }
  /** What the exchange before this one was answered with. */
  before: Buffer
  response: ServerResponse
  socket: Socket
}

/** Sends an answer as it should be. */
export function pass({ answer, response }: Passing): void {
  const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers
  response.writeHead(answer.status, {
    ...headers,
    ...(answer.status === 204 ? {} : { 'content-length': answer.body.length }),
  })
  response.end(answer.body)
}

/** Sends the same with something changed. */
export function passAs(passing: Passing, change: Partial<Passing['answer']>): void {
  pass({ ...passing, answer: { ...passing.answer, ...change } })
}

/** Writes bytes on the connection as they are, and ends it. */
export function raw({ socket }: Passing, text: string | Buffer): void {
  socket.end(text)
}
