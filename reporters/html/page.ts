import { createHash } from 'node:crypto'
import { raw } from 'hono/html'
import { STYLE } from '../generated/page.ts'
import { ICONS } from './icons.ts'
import { html, type Markup, textOf } from './markup.ts'

/**
 * A page in one file that asks the network for nothing; a policy in the file forbids it, and only our own style and
 * script, known by their digests, may run.
 */
export function page(title: string, body: Markup, script?: string): string {
  const scripts = script === undefined ? "'none'" : `'${digest(script)}'`
  const policy = `default-src 'none'; style-src '${digest(STYLE)}'; script-src ${scripts}; img-src data:; base-uri 'none'; form-action 'none'`
  return textOf(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title}, stackproof</title><link rel="icon" href="data:,">
<style>${raw(STYLE)}</style></head><body>${ICONS}
${body}${script !== undefined && html`\n<script>${raw(script)}</script>`}</body></html>
`)
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
