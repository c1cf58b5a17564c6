import { isIPv4, isIPv6 } from 'node:net'

/** One format of the contract's texts. */
export interface Format {
  /** What a text of the format is, as the end of a sentence. */
  phrase: string
  test(text: string): boolean
}

/** Characters of a path, query or fragment, then those of a host, beside those written with a percent sign (RFC 3986). */
const PATH = String.raw`[\w.~!$&'()*+,;=:@/?#-]*`
const HOST = String.raw`[\w.~!$&'()*+,;=-]`
const URI = new RegExp(
  String.raw`^[a-z][a-z\d+.-]*://(?:(?:${HOST}|:|%[\da-f]{2})*@)?(?:\[[\da-f:.]+\]|(?:${HOST}|%[\da-f]{2})+)(?::\d{1,5})?(?:[/?#]${PATH}(?:%[\da-f]{2}${PATH})*)?$`,
  'i',
)
/** Most addresses are this plain, and seen so in a fraction of the time. */
const PLAIN_URI = /^https?:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w.~/-]*)?$/

/**
 * The formats that the document's schemas name. Some are narrower than those of the same name in JSON Schema, since the
 * documents are: an id is a UUID without a prefix, an address names its scheme and host, a T stands between date and time.
 * `naive-date-time`: UTC without saying so, with a blank or a T between date and time, and without the fraction when it is
 * zero. `history-date-time`: the same, as the history of actions writes it, of which the documents say no more than that it is a
 * time: with an offset, too, and where they show one, with a fraction twice.
 */
export const FORMATS: Readonly<Record<string, Format>> = {
  uuid: {
    phrase: 'a UUID',
    // Erratum uuid-with-dashes.
    test: (text) => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text),
  },
  uri: { phrase: 'an address with scheme and host', test: (text) => PLAIN_URI.test(text) || URI.test(text) },
  'date-time': {
    phrase: 'a date and time with an offset, as in 2013-09-18T07:22:09Z',
    test: (text) => isMoment(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/i, text),
  },
  'naive-date-time': {
    phrase: 'a date and time in UTC, as in 2012-12-05T00:00:00.000000',
    test: (text) => isMoment(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?Z?$/, text),
  },
  'history-date-time': {
    phrase: 'a date and time, as in 2012-12-05T00:00:00.000000',
    test: (text) =>
      isMoment(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6}){0,2}(?:Z|[+-]\d\d:?\d\d)?$/, text),
  },
  ipv4: { phrase: 'an IPv4 address', test: isIPv4 },
  // A zone, as in fe80::1%eth0, means something on one machine only.
  ipv6: { phrase: 'an IPv6 address', test: (text) => isIPv6(text) && !text.includes('%') },
  mac: {
    phrase: 'a MAC address, as in fa:16:3e:4c:2c:30',
    test: (text) => /^(?:[\da-f]{2}:){5}[\da-f]{2}$/i.test(text),
  },
  base64: { phrase: 'Base64', test: isBase64 },
}

/** Whether a time is written as the documents show it: in UTC, with Z and whole seconds. */
export function isUtcSeconds(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A text of the form, whose numbers exist in the calendar and on the clock; a leap second counts. */
function isMoment(form: RegExp, text: string): boolean {
  if (!form.test(text)) return false
  const year = 100 * digits(text, 0) + digits(text, 2)
  const month = digits(text, 5)
  const day = digits(text, 8)
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = (DAYS[month - 1] ?? 0) + (leap ? 1 : 0)
  if (day < 1 || day > days || digits(text, 11) > 23 || digits(text, 14) > 59 || digits(text, 17) > 60)
    return false
  if (text.endsWith('Z')) return true
  const offset = OFFSET.exec(text)
  return offset === null || (Number(offset[1]) < 24 && Number(offset[2]) < 60)
}

const OFFSET = /[+-](\d\d):?(\d\d)$/

/** The number that two digits of a text are. */
const digits = (text: string, at: number) => 10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 11 * 48

// By characters: a pattern with groups of four repeated takes time and stack that grow with long texts.
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text)
}
