import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter'
import type { Exchange } from '../spec/exchange.ts'
import { writeAllure } from './allure.ts'
import { renderBadge } from './badge.ts'
import { renderCtrf } from './ctrf.ts'
import { renderHar } from './har.ts'
import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import type { Report } from './report.ts'
import { renderSubunit } from './subunit.ts'

/** A form in which a report can be read. */
export interface Format {
  /** File or folder in the report directory. */
  path: string
  /** What it is for, for `--help`. */
  purpose: string
  /** The file's content; absent for a folder. */
  render?(report: Report, exchanges: readonly Exchange[]): string | Uint8Array
  /** Fills a folder, which is made anew each time. */
  fill?(directory: string, report: Report, exchanges: readonly Exchange[]): void
}

/** Every format by the name that `--format` takes. */
export const FORMATS = {
  html: { path: 'report.html', purpose: 'for reading, one file with all evidence', render: renderHtml },
  json: { path: 'report.json', purpose: 'for programs, and for rendering again', render: renderJson },
  junit: { path: 'junit.xml', purpose: 'for continuous integration', render: renderJunit },
  markdown: { path: 'report.md', purpose: 'for pull requests and job pages', render: renderMarkdown },
  har: { path: 'exchanges.har', purpose: 'the exchanges, for browsers and proxies', render: renderHar },
  badge: { path: 'badge.svg', purpose: 'the judgement as a badge', render: renderBadge },
  subunit: { path: 'report.subunit', purpose: 'for the tools of OpenStack’s own CI', render: renderSubunit },
  ctrf: { path: 'ctrf.json', purpose: 'in the Common Test Report Format', render: renderCtrf },
  allure: {
    path: 'allure-results',
    purpose: 'a folder of results for the allure tool',
    fill: (resultsDir, report, exchanges) =>
      writeAllure(report, exchanges, new FileSystemWriter({ resultsDir })),
  },
} as const satisfies Record<string, Format>

export type FormatName = keyof typeof FORMATS

/** The name of a format that does not exist; the message lists those that do. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat'
}

/**
 * Reads the value of `--format`: names with commas between.
 * @throws UnknownFormat
 */
export function parseFormats(list: string): FormatName[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const unknown = names.filter((name) => !Object.hasOwn(FORMATS, name))
  if (unknown.length > 0 || names.length === 0) {
    const which =
      unknown.length > 0
        ? `unknown format ${unknown.map((name) => `'${name}'`).join(', ')}`
        : 'no format named'
    throw new UnknownFormat(`${which}; there are ${Object.keys(FORMATS).join(', ')}`)
  }
  return [...new Set(names)] as FormatName[]
}

/** Writes a file whole or not at all: half a page looks like a report. */
function writeBeside(path: string, content: string | Uint8Array): void {
  const beside = `${path}.part`
  try {
    writeFileSync(beside, content)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/**
 * Renders a report into a directory.
 * @returns the paths written, in the order of the names
 */
export function writeFormats(
  directory: string,
  names: readonly FormatName[],
  report: Report,
  exchanges: readonly Exchange[],
): string[] {
  mkdirSync(directory, { recursive: true })
  return names.map((name) => {
    const format: Format = FORMATS[name]
    const path = join(directory, format.path)
    if (format.render) writeBeside(path, format.render(report, exchanges))
    if (format.fill) {
      // The folder is ours alone: results of an earlier run would be shown as this one's.
      rmSync(path, { recursive: true, force: true })
      mkdirSync(path)
      format.fill(path, report, exchanges)
    }
    return path
  })
}
