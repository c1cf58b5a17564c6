import { type TypedClient, typed } from '../../fixtures/client/calls.ts'
import { Client } from '../../fixtures/client/client.ts'
import { Evidence } from '../../fixtures/client/evidence.ts'
import { discover } from '../../fixtures/target/discovery.ts'
import { Session } from '../../fixtures/target/session.ts'
import { type Caller, type Connection, type Target, TargetError } from '../../fixtures/target/target.ts'
import { Rate } from '../../fixtures/wire/rate.ts'
import { Wire, withGrace } from '../../fixtures/wire/wire.ts'
import { WireError } from '../../fixtures/wire/wire-error.ts'

/** A target that is open to calls: what it is, and who may call it. Close it when done. */
export interface OpenTarget {
  target: Target
  /** Typed calls by each caller, recorded as evidence under `step`. */
  clients(step: string, evidenceFile?: string): { member: TypedClient; admin?: TypedClient; flush(): void }
  close(): Promise<void>
}

/**
 * Logs in and discovers the target, without changing anything.
 * @param options.readOnly its clients may only read
 * @param options.endsAt when all has to be at its end; milliseconds since 1970
 * @throws TargetError, WireError
 */
export async function openTarget(
  connections: { member: Connection; admin?: Connection },
  options: {
    timeoutScale: number
    maxRate?: number
    name?: string
    reference?: boolean
    readOnly?: boolean
    endsAt?: number
  },
): Promise<OpenTarget> {
  const wires: Wire[] = []
  const rate = options.maxRate === undefined ? undefined : new Rate(options.maxRate)
  const open = (role: 'member' | 'admin', connection: Connection) => {
    const { timeoutScale, readOnly, endsAt } = options
    const wire = new Wire(connection.tls, { timeoutScale, rate, readOnly, endsAt })
    wires.push(wire)
    return new Session(role, connection, wire)
  }
  const close = async () => {
    await Promise.all(wires.map((wire) => wire.close()))
  }
  try {
    const member = open('member', connections.member)
    const admin = connections.admin && open('admin', connections.admin)
    const target = await before(options.endsAt, discover({ member, admin }, options), member.connection.name)
    return {
      target,
      close,
      clients: (step, file) => clientsOf(target, { member, admin }, step, file, options),
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The longest that a timer can be set to, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** What is found out in time. @throws TargetError if it is not */
async function before<T>(endsAt: number | undefined, found: Promise<T>, name: string): Promise<T> {
  if (endsAt === undefined) return found
  const tooLate = () =>
    new TargetError(
      `${name}: the time of --deadline was over before the login and a first look at the target had their answers`,
    )
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), Math.min(LONGEST_TIMER_MS, Math.max(0, endsAt - Date.now())))
  })
  // Whichever comes later is not waited for.
  found.catch(() => {})
  try {
    return await Promise.race([found, late])
  } catch (error) {
    // The wire ends a request at the same moment, and may come first.
    throw error instanceof WireError && error.failure === 'overdue' ? tooLate() : error
  } finally {
    clearTimeout(timer)
  }
}

function clientsOf(
  target: Target,
  sessions: { member: Session; admin?: Session },
  step: string,
  file: string | undefined,
  { timeoutScale, endsAt }: { timeoutScale: number; endsAt?: number },
): ReturnType<OpenTarget['clients']> {
  const evidence = new Evidence(file)
  const cleansUp = step === 'cleanup'
  const make = (caller: Caller, session: Session): TypedClient => {
    const wire: Pick<Wire, 'request'> = {
      request: (sent) => session.wire.request(cleansUp ? { ...sent, lastly: true } : sent),
    }
    const listener = {
      label: step,
      before: () => {},
      recorded: evidence.exchange.bind(evidence),
      after: () => {},
    }
    const features = target.featuresKnown ? new Set(target.features) : undefined
    return typed(
      new Client({
        caller,
        tokens: session,
        wire,
        listener,
        features,
        timeoutScale,
        endsAt: cleansUp ? endsAt && withGrace(endsAt, timeoutScale) : endsAt,
      }),
    )
  }
  const admin = target.admin && sessions.admin && make(target.admin, sessions.admin)
  return { member: make(target.member, sessions.member), admin, flush: () => evidence.flush() }
}
