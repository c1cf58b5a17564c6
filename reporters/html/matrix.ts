import { LIFE } from '../matrix-order.ts'
import type { MatrixCell } from '../report.ts'
import { html, type Markup } from './markup.ts'

const SIGN = { accepted: '✓', refused: '×', broken: '!', unreached: '·' } as const
const VARIANTS = [
  { locked: false, role: 'member' },
  { locked: false, role: 'admin' },
  { locked: true, role: 'member' },
  { locked: true, role: 'admin' },
] as const

/** The lifecycle matrix as a picture: actions down, statuses across, in each cell the four variants. */
export function matrix(cells: readonly MatrixCell[]): Markup {
  if (cells.length === 0) return html`<p class="none">This run did not walk the matrix.</p>`
  const actions = [...new Set(cells.map((cell) => cell.operationId))]
  const seen = new Set(cells.map((cell) => cell.status))
  const statuses = LIFE.filter((status) => seen.has(status))
  const at = new Map(
    cells.map((cell) => [keyOf(cell.operationId, cell.status, cell.locked, cell.role), cell]),
  )
  const odd = cells.filter(disagrees)
  return html`${legend()}
${odd.length > 0 && html`<p class="odd"><b>${odd.length}</b> of ${cells.filter((cell) => cell.documented).length} documented cells ${odd.length === 1 ? 'was' : 'were'} answered otherwise than the documents say.</p>`}
<div class="scroll"><table class="mx"><caption class="sr">Server actions by server status; in each cell unlocked above locked, member before administrator</caption><thead><tr><th scope="col"><span class="sr">Action</span></th>${statuses.map(
    (status) => html`<th scope="col"><span>${status}</span></th>`,
  )}</tr></thead><tbody>${actions.map(
    (
      action,
    ) => html`<tr><th scope="row"><a href="#${action}">${action.replace(/^servers\./, '')}</a></th>${statuses.map(
      (status) =>
        html`<td>${VARIANTS.map(({ locked, role }) => mark(at.get(keyOf(action, status, locked, role)), `${action} ${status} ${words(locked, role)}`))}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>
<p class="said" id="said" aria-live="polite">Point at a mark, or walk the grid with the arrow keys, to read its answer.</p>`
}

function mark(cell: MatrixCell | undefined, name: string): Markup {
  if (!cell) return html`<i class="c c-none"></i>`
  const { outcome, documented, answer, requirement, exchange } = cell
  const said = [
    `${name}: ${outcome}${answer === undefined ? '' : ` with ${answer}`}`,
    documented ? `the documents say ${documented}` : 'the documents leave it open',
  ].join('; ')
  return html`<button type="button" class="c c-${outcome}${documented && ' doc'}${disagrees(cell) && ' odd'}" tabindex="-1" aria-label="${said}"${
    requirement && html` data-r="${requirement}"`
  }${exchange && html` data-x="${exchange}"`}>${SIGN[outcome]}</button>`
}

function legend(): Markup {
  const entry = (name: string, sign: string, text: string) =>
    html`<span><i class="c ${name}" aria-hidden="true">${sign}</i> ${text}</span>`
  return html`<div class="legend"><span class="quad" aria-hidden="true"><span class="q"><i>member</i><i>admin</i><i>member</i><i>admin</i></span><span class="w"><span>unlocked</span><span>locked</span></span></span>${[
    entry('c-accepted', SIGN.accepted, 'accepted'),
    entry('c-refused', SIGN.refused, 'refused'),
    entry('c-broken', SIGN.broken, 'broken: a server error, or an act after a refusal'),
    entry('c-unreached', SIGN.unreached, 'status not reached'),
    entry('c-refused doc', SIGN.refused, 'outlined: settled by the documents'),
    entry('c-accepted doc odd', SIGN.accepted, 'against the documents'),
  ]}</div>`
}

/** A documented cell that was reached and answered otherwise. */
export function disagrees(cell: MatrixCell): boolean {
  return cell.documented !== undefined && cell.outcome !== 'unreached' && cell.outcome !== cell.documented
}

function words(locked: boolean, role: string): string {
  return `${locked ? 'locked' : 'unlocked'}, by ${role === 'admin' ? 'an administrator' : 'a member'}`
}

function keyOf(operationId: string, status: string, locked: boolean, role: string): string {
  return `${operationId} ${status} ${locked} ${role}`
}
