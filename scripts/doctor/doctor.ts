import { redact, redactor } from '../../fixtures/redaction/redactor.ts'
import { FOOTPRINTS } from '../../fixtures/run/footprint.ts'
import type { ExitCode } from '../errors.ts'
import { suiteTests } from '../list/tested.ts'
import { choicesOf } from '../run/choices.ts'
import { configOf } from '../run/config.ts'
import { headerOf } from '../run/header.ts'
import { planFor, planOf, type RunOptions } from '../run/plan.ts'
import { openChosenTarget } from '../target/chosen-target.ts'
import type { OpenTarget } from '../target/open-target.ts'
import { connectionsOf } from '../target/settings.ts'
import { warnings } from '../target/warnings.ts'
import { describeForecasts, type TimedForecast } from './describe-forecast.ts'
import { describeTarget } from './describe-target.ts'
import { forecastOf } from './forecast.ts'
import { type Lacking, lackingAt } from './lacking.ts'
import { durationOf, REFERENCE_BUILD_MS, USUAL_BUILD_MS } from './pace.ts'
import { type Preflight, preflight } from './preflight.ts'
import { recording } from './recording.ts'

/** What `stackproof doctor` takes: what a run does. */
export interface DoctorOptions extends RunOptions {
  json?: boolean
}

/** What a target is, what it holds, and what a run would come to there. */
export interface Diagnosis {
  target: OpenTarget['target']
  found: Preflight
  lacking: Lacking[]
  /** One for each footprint, from least to most. */
  forecasts: TimedForecast[]
  /** The forecast for the footprint that a run with these options has. */
  chosen: TimedForecast
}

/** Logs in, looks around and tells what a run could judge there, and at what cost. */
export async function doctor(options: DoctorOptions): Promise<ExitCode> {
  const { target, found, lacking, forecasts, chosen, profile } = await diagnose(options)
  if (options.json === true) {
    const { member, admin, ...rest } = target
    const caller = ({ projectId, userId, roles, administrator }: typeof member) => ({
      projectId,
      userId,
      roles,
      administrator,
    })
    const shown = {
      target: { ...rest, endpoints: member.endpoints },
      callers: { member: caller(member), ...(admin === undefined ? {} : { admin: caller(admin) }) },
      found,
      lacking,
      footprint: chosen.footprint,
      profile: chosen.profile,
      forecasts,
      notes: warnings(target),
    }
    process.stdout.write(`${JSON.stringify(redactor().data(shown), null, 2)}\n`)
    return 0
  }
  const notes = warnings(target).map((line) => `Note: ${line}\n`)
  process.stdout.write(
    redact(
      [
        describeTarget(target, found, profile),
        describeForecasts(forecasts, chosen, found, target.reference),
        ...notes,
      ].join(''),
    ),
  )
  return 0
}

/** The same without a word. @throws what `run` throws at its door */
export async function diagnose(
  options: DoctorOptions,
): Promise<Diagnosis & { profile: ReturnType<typeof planOf>['profile'] }> {
  const connections = connectionsOf(options)
  const early = planOf(options, connections === undefined)
  const opened = await openChosenTarget(connections, options, {}, true)
  try {
    const { target } = opened
    const client = opened.clients('discovery').member
    const offersEvents = target.member.endpoints.events !== undefined
    const plan = planFor(early, options, { events: offersEvents, reference: target.reference })
    const choices = await choicesOf(options, client)
    const found = await preflight(target, client)
    const lacking = lackingAt(target, found)
    const ground = { tests: suiteTests(), lacking, recording: recording() }
    const forecasts = FOOTPRINTS.map((footprint): TimedForecast => {
      const of = { ...plan, footprint }
      const config = configOf(options, of, { id: 'forecast', seed: 0, target, choices, began: Date.now() })
      const forecast = forecastOf({ ...ground, config, header: headerOf('forecast', config, of) })
      const speed = {
        answerMs: found.answerMs,
        buildMs: found.buildMs ?? (target.reference ? REFERENCE_BUILD_MS : USUAL_BUILD_MS),
        serverRoom: found.serverRoom,
        concurrency: config.concurrency,
        maxRate: config.maxRate,
        deadlineMs: plan.budget?.deadlineMs,
      }
      return {
        ...forecast,
        durationMs: durationOf(forecast.cost, speed),
        limited: config.budget !== undefined,
      }
    })
    const chosen = forecasts.find(({ footprint }) => footprint === plan.footprint)!
    return { target, found, lacking, forecasts, chosen, profile: plan.profile }
  } finally {
    await opened.close()
  }
}
