import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import { novaClient } from './clients/nova.ts'
import { openstackClient } from './clients/openstack.ts'
import { clientsPage, type Tried } from './clients/page.ts'
import { session, versionOf } from './clients/session.ts'
import { startCloud } from './target/reference-cloud.ts'

const page = join(PACKAGE_ROOT, 'fixtures', 'reference-cloud', 'clients.md')

/** Tries the clients of others on the reference cloud and writes the table of what works; 1 where something does not. */
async function tryClients(): Promise<number> {
  const tried: Tried[] = []
  const missing: string[] = []
  for (const client of [openstackClient, novaClient]) {
    const version = await versionOf(client)
    if (version === undefined) {
      missing.push(client.package)
      continue
    }
    console.log(`\n── ${client.name} ${version}`)
    // A cloud for each client: none finds what another one left.
    const cloud = await startCloud({ softDelete: false })
    const outcomes = []
    try {
      for await (const outcome of session(cloud, client)) {
        outcomes.push(outcome)
        console.log(
          `${outcome.works ? 'works' : '  NOT'}  ${outcome.step.command}${outcome.works ? '' : `: ${outcome.reason}`}`,
        )
      }
    } finally {
      await cloud.close()
    }
    tried.push({ client, version, outcomes })
  }
  if (missing.length > 0) {
    console.log(
      `\nNot tried, as they are not installed: ${missing.join(', ')}. On Debian: apt-get install ${missing.join(' ')}. The page stays as it is.`,
    )
  } else writeFileSync(page, clientsPage(tried))
  const all = tried.flatMap(({ outcomes }) => outcomes)
  const works = all.filter((outcome) => outcome.works).length
  console.log(`\n${works} of ${all.length} commands work`)
  return works === all.length ? 0 : 1
}

process.exitCode = await tryClients()
