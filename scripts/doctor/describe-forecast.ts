import { plural, took } from '../../reporters/terminal.ts'
import { table } from '../text-table.ts'
import type { Forecast } from './forecast.ts'
import { USUAL_BUILD_MS } from './pace.ts'
import type { Preflight } from './preflight.ts'

/** A forecast with how long the run would take. */
export interface TimedForecast extends Forecast {
  /** Milliseconds. */
  durationMs: number
  /** What limits the run beyond its footprint: with it, fewer may be judged. */
  limited: boolean
}

/** What runs of each footprint would come to, and what would be in the way of the chosen one, for reading. */
export function describeForecasts(
  all: readonly TimedForecast[],
  chosen: TimedForecast,
  found: Preflight,
  reference: boolean,
): string {
  const head = [
    '',
    'judged',
    'blocked',
    'unsupported',
    'disabled',
    'unseen',
    'servers',
    'requests',
    'takes about',
  ]
  const rows = all.map(({ footprint, expected, cost, durationMs }) => [
    footprint === chosen.footprint ? `${footprint} *` : footprint,
    ...[expected.judged, expected.blocked, expected.unsupported, expected.disabled, expected.unseen].map(
      number,
    ),
    number(cost.serverBuilds),
    number(cost.requests),
    rough(durationMs),
  ])
  const why = chosen.reasons.filter(({ expected }) => expected !== 'untested')
  const reasons = why.map(({ expected, reason, count }) => [plural(count, 'requirement'), expected, reason])
  const built =
    found.buildMs === null
      ? reference
        ? 'builds take next to nothing'
        : `no server there tells how long a build takes: ${rough(USUAL_BUILD_MS)} is assumed`
      : `the servers there took ${took(found.buildMs)} to build`
  return [
    `What a run with profile ${chosen.profile} would come to (* with these options)\n${table([head, ...rows], '  ')}`,
    `\n  An answer takes ${took(found.answerMs)}, ${built}.\n`,
    ...(chosen.limited ? ['  Within its budget the run may judge fewer: what tells most goes first.\n'] : []),
    `\nWhat it would not judge with footprint ${chosen.footprint}\n`,
    reasons.length === 0 ? '  nothing: all of it can be judged\n' : table(reasons, '  '),
  ].join('')
}

const number = (value: number): string => value.toLocaleString('en')

/** A time that is not known to the second. */
function rough(ms: number): string {
  if (ms < 60_000) return `${Math.max(1, Math.round(ms / 5000) * 5)} s`
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
