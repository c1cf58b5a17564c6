import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { Agent, request } from 'undici'

interface Recorded {
  method: string
  path: string
  body?: string
  status: number
  answer: string
}

/** The requests of a run, and what was answered, as far as the evidence keeps it. */
const recorded = (file: string): Recorded[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"type":"exchange"'))
    .map((line) => JSON.parse(line))
    .filter(({ response }) => response !== undefined)
    .map(({ request: sent, response }) => ({
      method: sent.method,
      path: new URL(sent.url).pathname,
      body: sent.body,
      status: response.status,
      answer: response.body ?? '',
    }))

/**
 * What the wire alone takes for a run's requests: they are sent once more, by undici and nothing else, to a server that
 * gives the recorded answers.
 * @param file exchanges.ndjson of the run; @param atOnce how many requests are under way at a time
 * @returns milliseconds
 */
export async function replay(file: string, atOnce: number): Promise<{ ms: number; requests: number }> {
  const all = recorded(file)
  const server = new Worker(fileURLToPath(import.meta.url), { workerData: file })
  const port = await new Promise<number>((resolve) => server.once('message', resolve))
  const dispatcher = new Agent({ connections: atOnce })
  const began = performance.now()
  let next = 0
  const send = async () => {
    for (let at = next++; at < all.length; at = next++) {
      const { method, path, body } = all[at]!
      const answer = await request(`http://127.0.0.1:${port}${path}`, {
        method: method as 'GET',
        body,
        dispatcher,
        headers: { 'x-answer': String(at), 'content-type': 'application/json' },
      })
      await answer.body.text()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, send))
  const ms = performance.now() - began
  await dispatcher.destroy()
  await server.terminate()
  return { ms, requests: all.length }
}

if (!isMainThread && typeof workerData === 'string' && workerData.endsWith('.ndjson')) {
  const answers = recorded(workerData)
  const server = createServer((asked, answer) => {
    asked.resume().on('end', () => {
      const { status, answer: body } = answers[Number(asked.headers['x-answer'])]!
      answer.writeHead(status, { 'content-type': 'application/json' }).end(status === 204 ? undefined : body)
    })
  })
  server.listen(0, '127.0.0.1', () => parentPort!.postMessage((server.address() as AddressInfo).port))
}
