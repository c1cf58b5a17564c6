import { Command } from 'commander'
import { startCloud } from '../reference-cloud.ts'
import { gather, wholeNumber } from '../usage.ts'
import type { Finish } from './main.ts'

interface ServeOptions {
  port: number
  fault?: string[]
  latency?: number
  softDelete?: boolean
  seed?: number
  name: string
}

/** `stackproof serve`: the reference cloud alone, until it is told to end. */
export function serveCommand(finish: Finish): Command {
  return new Command('serve')
    .summary('run the reference cloud alone, for trying clients on it')
    .description(
      'Runs the reference cloud on 127.0.0.1 until Ctrl-C, and prints its endpoints and an entry for clouds.yaml.',
    )
    .option('--port <n>', 'where it listens; 0: any free port', wholeNumber(0, 65535), 8774)
    .option(
      '--fault <id>',
      'a way in which it breaks the contract, several joined by commas; `stackproof list --faults` shows them',
      gather,
    )
    .option('--latency <ms>', 'how long a change of status takes, in milliseconds', wholeNumber(0, 3_600_000))
    .option('--soft-delete', 'a deleted server can be restored, and is shown until it is deleted for good')
    .option('--seed <n>', 'of all its ids, addresses and passwords', wholeNumber(0, 2 ** 31 - 1))
    .option('--name <name>', 'what clouds.yaml calls it', 'stackproof')
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action(async (options: ServeOptions) => {
      const cloud = await startCloud({
        port: options.port,
        faults: options.fault,
        latencyMs: options.latency,
        // Clients that wait for a deletion wait for the 404.
        softDelete: options.softDelete ?? false,
        seed: options.seed,
        name: options.name,
      })
      // Whoever reads that it listens may end it at once.
      const ended = new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve())
      })
      const width = Math.max(...Object.keys(cloud.endpoints).map((name) => name.length))
      const lines = Object.entries(cloud.endpoints).map(([name, url]) => `#   ${name.padEnd(width)}  ${url}`)
      process.stdout.write(
        `# The stackproof reference cloud listens on ${cloud.url}; Ctrl-C ends it.\n${lines.join('\n')}\n# For clouds.yaml:\n${cloud.cloudsYaml}`,
      )
      await ended
      await cloud.close()
      finish(0)
    })
}

const HELP = `
What it prints is a whole clouds.yaml:
  stackproof serve > clouds.yaml &
  openstack --os-cloud stackproof server list`
