/** The ways in which a hostile target writes a secret; what the product knows of such ways is not asked here. */
export const WRITTEN: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  json: (secret) => JSON.stringify(secret).slice(1, -1),
  url: encodeURIComponent,
  base64: (secret) => base64(secret, 0),
  'base64 after one byte': (secret) => base64(secret, 1),
  'base64 after two bytes': (secret) => base64(secret, 2),
  'base64 for URLs': (secret) => base64(secret, 1).replaceAll('+', '-').replaceAll('/', '_'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  'small letters': (secret) => secret.toLowerCase(),
  'capital letters': (secret) => secret.toUpperCase(),
  'each character escaped for JSON': (secret) =>
    each(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'each character escaped for a URL': (secret) =>
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'each character escaped for XML': (secret) => each(secret, (code) => `&#${code};`),
}

const each = (text: string, write: (code: number) => string) =>
  Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join('')

/** The characters of Base64 that the secret alone decides, where so many bytes stand before it. */
function base64(secret: string, before: number): string {
  const bytes = Buffer.from(secret)
  const text = Buffer.concat([Buffer.alloc(before, 'x'), bytes]).toString('base64')
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
}

/** A piece of a secret of so many characters is one too many; one of fewer different characters tells nothing. */
const PIECE = 12
const VARIETY = 4

/** What is undone before a text is searched: a reader's program would undo it, too. */
const READ: ((text: string) => string)[] = [
  (text) => text,
  (text) => unescaped(text),
  (text) => unescaped(unescaped(text)),
  (text) =>
    text.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
]
const unescaped = (text: string) =>
  text.replace(/\\(?:u([0-9a-f]{4})|(["\\/]))/g, (_, code?: string, itself?: string) =>
    code === undefined ? itself! : String.fromCharCode(Number.parseInt(code, 16)),
  )

/** Finds pieces of secrets in what a run left behind, in whatever way they are written. */
export class Pieces {
  /** Each piece, in small letters, with the secret and the way in which it was written. */
  readonly #pieces = new Map<string, string>()
  /** A piece is looked up only where three of its characters are as in one that is known. */
  readonly #likely = new Uint8Array(1 << 22)

  /** @param secrets with what each is */
  constructor(secrets: ReadonlyMap<string, string>) {
    for (const [secret, what] of secrets)
      for (const [way, write] of Object.entries(WRITTEN)) {
        if (way.startsWith('each')) continue
        const text = write(secret).toLowerCase()
        for (let at = 0; at + PIECE <= text.length; at++) {
          const piece = text.slice(at, at + PIECE)
          if (new Set(piece).size < VARIETY) continue
          this.#pieces.set(piece, `${what}, ${way}`)
          this.#likely[slot(text, at)] = 1
        }
      }
  }

  /** What of a secret stands in a text: each with its surroundings. */
  in(text: string): string[] {
    const found = new Set<string>()
    for (const read of READ) {
      const seen = read(text.toLowerCase())
      for (let at = 0; at + PIECE <= seen.length && found.size < 20; at++) {
        if (this.#likely[slot(seen, at)] === 0) continue
        const what = this.#pieces.get(seen.slice(at, at + PIECE))
        if (what === undefined) continue
        found.add(`${what}: …${seen.slice(Math.max(0, at - 60), at + PIECE + 30)}…`)
        at += 200
      }
    }
    return [...found]
  }
}

const slot = (text: string, at: number) =>
  (text.charCodeAt(at) | (text.charCodeAt(at + 5) << 7) | (text.charCodeAt(at + 11) << 14)) & ((1 << 22) - 1)
