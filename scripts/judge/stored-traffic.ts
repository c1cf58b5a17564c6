import { addLine, noEvidence, rejudgeable } from '../../reporters/evidence.ts'
import { oneLine } from '../../reporters/terminal.ts'
import { operations } from '../../spec/document.ts'
import type { Answer } from '../../spec/judge.ts'
import { UsageError } from '../errors.ts'
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

/** Reads the exchanges of a run, or a HAR of any tool. @param file as the user named it @throws UsageError if the text is neither */
export function storedTraffic(file: string, text: string, endpoints: Endpoints): Traffic {
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
    return Array.isArray(entries) ? entries.map(entryOf) : undefined
  } catch {
    return undefined
  }
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as never) : {}
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** What an entry holds as it should; anything else is as if it were not there. */
function entryOf(value: unknown): Entry {
  const { comment, request: asked, response: answered } = objectOf(value)
  const [request, response] = [objectOf(asked), objectOf(answered)]
  const content = objectOf(response.content)
  return {
    comment: textOf(comment),
    request: {
      method: textOf(request.method),
      url: textOf(request.url),
      postData: { text: textOf(objectOf(request.postData).text) },
    },
    response: {
      status: Number.isInteger(response.status) ? (response.status as number) : undefined,
      headers: Array.isArray(response.headers) ? response.headers.map(objectOf) : [],
      content: {
        text: textOf(content.text),
        encoding: textOf(content.encoding),
        comment: textOf(content.comment),
        size: typeof content.size === 'number' ? content.size : undefined,
      },
    },
  }
}

function fromHar(file: string, entries: readonly Entry[], endpoints: Endpoints, traffic: Traffic): void {
  const judged = new Set(operations().flatMap((op) => (op.supporting ? [] : [op.id])))
  const which = whichOperation(endpoints)
  let told = Object.keys(endpoints).length > 0
  for (const [index, { comment, request, response }] of entries.entries()) {
    const { method = '', url = '', postData } = request ?? {}
    // Our own files name the operation of each entry.
    const named = comment?.split(', ')[1]
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
        (headers ?? []).map(({ name, value }) => [String(name).toLowerCase(), String(value)]),
      ),
      body: body ?? '',
      request: postData?.text,
    }
    traffic.answers.push({ place: `entry ${index + 1} ${method} ${url}`, answer })
  }
  const at = Object.values(endpoints)
  if (at.length > 0 && entries.length > 0 && !entries.some(({ request }) => isBelow(request?.url, at))) {
    const { method = '', url = 'of no address' } = entries[0]!.request ?? {}
    throw new UsageError(
      `${file}: none of its calls lies below ${at.join(' or ')}; the first is ${oneLine(`${method} ${url}`, 200)}`,
    )
  }
  if (!told)
    throw new UsageError(
      `${file}: a HAR does not tell which of its calls are of the Compute API; name --compute-endpoint URL, --events-endpoint URL, or both`,
    )
}

/** Whether an address is of the same host as an endpoint. */
function isBelow(url: string | undefined, endpoints: readonly string[]): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false
  return endpoints.some((endpoint) => new URL(endpoint).host === new URL(url).host)
}
