import type { ExitCode } from '../errors.ts'
import { startCloud } from '../target/reference-cloud.ts'

/** What `stackproof serve` takes, as commander reads it. */
export interface ServeOptions {
  port: number
  fault?: string[]
  condition?: string[]
  latency?: number
  softDelete?: boolean
  seed?: number
  name: string
}

/** Runs the reference cloud until the process is told to end. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  // Whoever reads that it listens may end it at once, and who is impatient before that.
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve())
  })
  const cloud = await startCloud({
    port: options.port,
    faults: options.fault,
    conditions: options.condition,
    latencyMs: options.latency,
    // Clients that wait for a deletion wait for the 404.
    softDelete: options.softDelete ?? false,
    seed: options.seed,
    name: options.name,
  })
  const width = Math.max(...Object.keys(cloud.endpoints).map((name) => name.length))
  const lines = Object.entries(cloud.endpoints).map(([name, url]) => `#   ${name.padEnd(width)}  ${url}`)
  process.stdout.write(
    `# The stackproof reference cloud listens on ${cloud.url}; Ctrl-C ends it.\n${lines.join('\n')}\n# For clouds.yaml:\n${cloud.cloudsYaml}`,
  )
  await ended
  await cloud.close()
  return 0
}
