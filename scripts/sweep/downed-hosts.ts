import { declaredDown } from '../../fixtures/resources/hosts.ts'
import type { OpenTarget } from '../target/open-target.ts'
import type { Tidings } from './tidings.ts'

/**
 * Tells which hosts somebody declared down. A host keeps no name of a run: one that was killed, and its folder lost, may have
 * left it so. Whether it was a run only the operator knows; nothing is changed, and nothing counted as left.
 */
export async function tellOfDownedHosts({ clients }: OpenTarget, tidings: Tidings): Promise<void> {
  const { admin } = clients('cleanup')
  if (admin === undefined) return
  const hosts = await declaredDown(admin).catch((error: Error) => {
    if (!['Blocked', 'WireError'].includes(error.name)) throw error
    // What was taken away and what is left is told all the same.
    tidings.say(`whether a host is declared down could not be seen: ${error.message}`)
    return []
  })
  for (const host of hosts) {
    tidings.report.hostsDown.push(host)
    tidings.say(
      `the host ${host} is declared down; if that is left of a run that evacuated servers: openstack compute service set --up ${host} nova-compute`,
    )
  }
}
