import { addLine, noEvidence, rejudgeable } from '../../reporters/evidence.ts'
import { operations } from '../../spec/document.ts'
import type { Answer } from '../../spec/judge.ts'
import { UsageError } from '../errors.ts'
import { readNamed } from '../paths.ts'
import { type Endpoints, whichOperation } from './which-operation.ts'

/** A recorded answer that can be judged. */
export interface StoredAnswer {
  /** How a reader finds it in the file. */
  place: string
  answer: Answer
}

/** What a file of recorded traffic holds. */
export interface Traffic {
  answers: StoredAnswer[]
  /** How many exchanges cannot be judged, by the reason. */
  left: Map<string, number>
}

/** Reads the exchanges of a run, or a HAR of any tool. @throws UsageError if the text is neither */
export function storedTraffic(file: string, endpoints: Endpoints): Traffic {
  const text = readNamed(file)
  const traffic: Traffic = { answers: [], left: new Map() }
  const har = harOf(text)
  if (har !== undefined) fromHar(file, har, endpoints, traffic)
  else fromEvidence(file, text, traffic)
  return traffic
}

function leave({ left }: Traffic, why: string): void {
  left.set(why, (left.get(why) ?? 0) + 1)
}

function fromEvidence(file: string, text: string, traffic: Traffic): void {
  const evidence = noEvidence()
  for (const line of text.split('\n')) addLine(evidence, line)
  if (evidence.exchanges.length === 0)
    throw new UsageError(
      `${file}: neither the exchanges.ndjson of a run nor a HAR; to judge the body of one answer, name --operation and --status`,
    )
  for (const exchange of evidence.exchanges) {
    const { id, operationId, request, response } = exchange
    if (!rejudgeable(exchange))
      leave(traffic, response?.truncated ? 'cut when recorded' : 'not judged when recorded')
    else {
      const { status, headers, body = '' } = response!
      const answer = { operationId, status, headers, body, request: request?.body }
      traffic.answers.push({ place: `${id} ${request?.method ?? ''} ${request?.url ?? ''}`, answer })
    }
  }
  for (let torn = 0; torn < evidence.unreadable; torn++) leave(traffic, 'unreadable lines')
}

/** An entry of a HAR, as loosely as tools write them. */
interface Entry {
  comment?: string
  request?: { method?: string; url?: string; postData?: { text?: string } }
  response?: {
    status?: number
    headers?: { name?: string; value?: string }[]
    content?: { text?: string; encoding?: string; comment?: string; size?: number }
  }
}

function harOf(text: string): Entry[] | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const entries = (JSON.parse(text) as { log?: { entries?: unknown } }).log?.entries
    return Array.isArray(entries) ? (entries as Entry[]) : undefined
  } catch {
    return undefined
  }
}

function fromHar(file: string, entries: readonly Entry[], endpoints: Endpoints, traffic: Traffic): void {
  const judged = new Set(operations().flatMap((op) => (op.supporting ? [] : [op.id])))
  const which = whichOperation(endpoints)
  let told = Object.keys(endpoints).length > 0
  for (const [index, { comment, request, response }] of entries.entries()) {
    const { method = '', url = '', postData } = request ?? {}
    // Our own files name the operation of each entry.
    const named = typeof comment === 'string' ? comment.split(', ')[1] : undefined
    const ours = named !== undefined && /^\w+\.\w+$/.test(named)
    told ||= ours
    const operationId = ours
      ? judged.has(named)
        ? named
        : undefined
      : which({ method, url, body: postData?.text })?.id
    const { status, headers, content } = response ?? {}
    const why = !status
      ? 'no answer'
      : operationId === undefined
        ? 'of no operation that is judged'
        : content?.text === undefined && (content?.size ?? 0) > 0
          ? 'recorded without their body'
          : content?.comment?.startsWith('cut')
            ? 'cut when recorded'
            : undefined
    if (why !== undefined || operationId === undefined || status === undefined) {
      leave(traffic, why ?? 'no answer')
      continue
    }
    const body =
      content?.encoding === 'base64' ? Buffer.from(content.text ?? '', 'base64').toString() : content?.text
    const answer: Answer = {
      operationId,
      status,
      headers: Object.fromEntries(
        (Array.isArray(headers) ? headers : []).map(({ name, value }) => [
          String(name).toLowerCase(),
          String(value),
        ]),
      ),
      body: String(body ?? ''),
      request: postData?.text,
    }
    traffic.answers.push({ place: `entry ${index + 1} ${method} ${url}`, answer })
  }
  if (!told)
    throw new UsageError(
      `${file}: a HAR does not tell which of its calls are of the Compute API; name --compute-endpoint URL, --events-endpoint URL, or both`,
    )
}
