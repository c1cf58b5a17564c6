import { redact } from '../../fixtures/redaction/redactor.ts'
import type { ExitCode } from '../errors.ts'
import { chosenProfile } from '../options/selection.ts'
import type { TargetOptions } from '../options/target.ts'
import { openChosenTarget } from '../target/chosen-target.ts'
import { connectionsOf } from '../target/settings.ts'
import { describeTarget } from './describe-target.ts'
import { preflight } from './preflight.ts'

/** Logs in, looks around and prints what a run could judge there. */
export async function doctor(options: TargetOptions & { profile: string }): Promise<ExitCode> {
  const profile = chosenProfile(options.profile)
  const opened = await openChosenTarget(connectionsOf(options), options, {}, true)
  const { target, clients, close } = opened
  try {
    const found = await preflight(target, clients('discovery').member)
    process.stdout.write(redact(describeTarget(target, found, profile)))
  } finally {
    await close()
  }
  return 0
}
