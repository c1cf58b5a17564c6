import { randomUUID } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { hostname } from 'node:os'

/** A sign of life that a run leaves in its ledger: where it answers, and what it says. */
export interface SignOfLife {
  host: string
  port: number
  word: string
}

/** An answer on the same machine comes at once; milliseconds. */
const ANSWER_MS = 1000

/** A sign of life that dies with this process, however it ends: the system closes the port. */
export async function signOfLife(): Promise<SignOfLife & { end(): void }> {
  const word = randomUUID()
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(word)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  server.unref()
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { host: hostname(), port, word, end: () => server.close() }
}

/** Whether the run that left a sign of life still runs; undefined where another machine would have to be asked. */
export async function isAlive(sign: SignOfLife): Promise<boolean | undefined> {
  if (sign.host !== hostname()) return undefined
  return new Promise((resolve) => {
    let said = ''
    const socket = connect({ port: sign.port, host: '127.0.0.1' })
    socket.setTimeout(ANSWER_MS, () => socket.destroy())
    socket.setEncoding('utf8')
    socket.on('data', (piece: string) => {
      said += piece
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(said === sign.word))
  })
}
