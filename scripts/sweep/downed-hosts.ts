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
  for (const host of await declaredDown(admin)) {
    tidings.report.hostsDown.push(host)
    tidings.say(
      `the host ${host} is declared down; if that is left of a run that evacuated servers: openstack compute service set --up ${host} nova-compute`,
    )
  }
}
