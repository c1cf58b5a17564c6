import { disagrees, isTried } from '../matrix-cells.ts'
import { LIFE } from '../matrix-order.ts'
import type { MatrixCell, Report } from '../report.ts'
import { count } from '../terminal.ts'
import { html, type Markup } from './markup.ts'

const SIGN = { accepted: '✓', refused: '×', broken: '!', unreached: '·', blocked: '–' } as const
const VARIANTS = [
  { locked: false, role: 'member' },
  { locked: false, role: 'admin' },
  { locked: true, role: 'member' },
  { locked: true, role: 'admin' },
] as const

/** The lifecycle matrix as a picture: actions down, statuses across, in each cell the four variants. */
export function matrix({ matrix: cells, requirements }: Pick<Report, 'matrix' | 'requirements'>): Markup {
  if (cells.length === 0) return html`<p class="none">This run did not walk the matrix.</p>`
  const actions = [...new Set(cells.map((cell) => cell.operationId))]
  const seen = new Set(cells.map((cell) => cell.status))
  const statuses = LIFE.filter((status) => seen.has(status))
  const at = new Map(
    cells.map((cell) => [keyOf(cell.operationId, cell.status, cell.locked, cell.role), cell]),
  )
  const odd = cells.filter(disagrees)
  const tried = cells.filter((cell) => cell.documented && isTried(cell))
  const blocked = cells.filter(({ outcome }) => outcome === 'blocked')
  const reasons = new Map(blocked.map(({ requirement }) => [requirement, '']))
  for (const { id, reason } of requirements) if (reasons.has(id)) reasons.set(id, reason)
  return html`${legend(blocked.length > 0)}
${odd.length > 0 && html`<p class="odd"><b>${odd.length}</b> of ${tried.length} documented cells ${odd.length === 1 ? 'was' : 'were'} answered otherwise than the documents say.</p>`}
${blocked.length > 0 && html`<p class="none small">${blocked.length === 1 ? 'One documented cell' : `${count(blocked.length)} documented cells`} could not be tried: point at ${blocked.length === 1 ? 'it' : 'one'} to read why.</p>`}
<div class="walk"><div class="scroll"><table class="mx"><caption class="sr">Server actions by server status; in each cell unlocked above locked, member before administrator</caption><thead><tr><th scope="col"><span class="sr">Action</span></th>${statuses.map(
    (status) => html`<th scope="col"><span>${status}</span></th>`,
  )}</tr></thead><tbody>${actions.map(
    (
      action,
    ) => html`<tr><th scope="row"><a href="#${action}">${action.replace(/^servers\./, '')}</a></th>${statuses.map(
      (status) =>
        html`<td>${VARIANTS.map(({ locked, role }) => mark(at.get(keyOf(action, status, locked, role)), `${action} ${status} ${words(locked, role)}`, reasons))}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>
<p class="said" id="said" aria-live="polite">Point at a mark, or walk the grid with the arrow keys, to read its answer.</p></div>`
}

function mark(
  cell: MatrixCell | undefined,
  name: string,
  reasons: ReadonlyMap<string | undefined, string>,
): Markup {
  if (!cell) return html`<i class="c c-none"></i>`
  const { outcome, documented, answer, requirement, exchange } = cell
  const said = [
    `${name}: ${outcome}${answer === undefined ? '' : ` with ${answer}`}`,
    documented ? `the documents say ${documented}` : 'the documents leave it open',
    ...(outcome === 'blocked' ? [(reasons.get(requirement) ?? '').replace(/\.$/, '')].filter(Boolean) : []),
  ].join('; ')
  return html`<button type="button" class="c c-${outcome}${documented && ' doc'}${disagrees(cell) && ' odd'}" tabindex="-1" aria-label="${said}"${outcome === 'blocked' && html` title="${said}"`}${
    requirement && html` data-r="${requirement}"`
  }${exchange && html` data-x="${exchange}"`}>${SIGN[outcome]}</button>`
}

function legend(blocked: boolean): Markup {
  const entry = (name: string, sign: string, text: string) =>
    html`<span><i class="c ${name}" aria-hidden="true">${sign}</i> ${text}</span>`
  return html`<div class="legend"><span class="quad" aria-hidden="true"><span class="q"><i>member</i><i>admin</i><i>member</i><i>admin</i></span><span class="w"><span>unlocked</span><span>locked</span></span></span>${[
    entry('c-accepted', SIGN.accepted, 'accepted'),
    entry('c-refused', SIGN.refused, 'refused'),
    entry('c-broken', SIGN.broken, 'broken: a server error, or an act after a refusal'),
    entry('c-unreached', SIGN.unreached, 'status not reached'),
    blocked && entry('c-blocked', SIGN.blocked, 'blocked: the call could not be tried'),
    entry('c-refused doc', SIGN.refused, 'outlined: settled by the documents'),
    entry('c-accepted doc odd', SIGN.accepted, 'against the documents'),
  ]}</div>`
}

function words(locked: boolean, role: string): string {
  return `${locked ? 'locked' : 'unlocked'}, by ${role === 'admin' ? 'an administrator' : 'a member'}`
}

function keyOf(operationId: string, status: string, locked: boolean, role: string): string {
  return `${operationId} ${status} ${locked} ${role}`
}
