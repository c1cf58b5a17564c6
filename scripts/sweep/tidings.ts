import { redact, redactor } from '../../fixtures/redaction/redactor.ts'

/** A thing that a run made, as a sweep tells of it. */
export interface Swept {
  kind: string
  /** Empty where a thing was deleted by the name it was asked for with. */
  id: string
  name: string
  /** Of what is left: why. */
  reason?: string
}

/** What a sweep did, for programs. */
export interface SweepReport {
  deleted: Swept[]
  left: Swept[]
  /** What is there by the names of runs and was not chosen to be deleted. */
  notChosen: Swept[]
  /** Kinds of things of which it could not be seen whether any are there. */
  unseen: string[]
  /** Ledgers that were left alone: that of a run under way, or of another cloud. */
  leftAlone: string[]
  /** Hosts that somebody declared down, which a run does that evacuates servers. */
  hostsDown: string[]
}

/** Tells of a sweep while it goes on: in sentences, or to programs, once, at its end. */
export class Tidings {
  readonly report: SweepReport = {
    deleted: [],
    left: [],
    notChosen: [],
    unseen: [],
    leftAlone: [],
    hostsDown: [],
  }

  /** @param json sentences go to the error stream, so that standard output holds the report alone */
  constructor(private readonly json: boolean) {}

  say(text: string): void {
    const out = this.json ? process.stderr : process.stdout
    out.write(`${redact(text)}\n`)
  }

  deleted(thing: Swept): void {
    this.report.deleted.push(thing)
    this.say(`deleted ${thing.kind} ${thing.name}`)
  }

  left(thing: Swept & { reason: string }): void {
    this.report.left.push(thing)
    this.say(`could not delete ${thing.kind} ${thing.name} (${thing.id}): ${thing.reason}`)
  }

  leftAlone(what: string): void {
    this.report.leftAlone.push(what)
    this.say(`${what}: left alone`)
  }

  end(): void {
    if (this.json) process.stdout.write(`${JSON.stringify(redactor().data(this.report), null, 2)}\n`)
  }
}
