import type { Target } from '../../fixtures/target/target.ts'
import type { Preflight } from './preflight.ts'
import type { Lack } from './recording.ts'

/** Something that a run needs and the target does not have, with the words for it. */
export interface Lacking {
  lack: Lack
  why: string
}

/** What of all that runs were recorded without is not to be had here. */
export function lackingAt({ member }: Target, found: Preflight): Lacking[] {
  const lacking: Lacking[] = []
  const tell = (is: boolean, lack: Lack, why: string) => {
    if (is) lacking.push({ lack, why })
  }
  const { serverRoom: room, images, flavors, networks, volumes } = found
  const left = room === 1 ? 'quota for one more server' : `quota for ${room} more servers`
  tell(room === 0, 'instances-used-up', 'the quota of servers, cores or memory is used up')
  for (const count of [1, 2, 3] as const)
    tell(room === count, `instances-${count}`, `${left}, and a test needs more at once`)
  const keyPairs = found.quotas.find(({ name }) => name === 'key pairs')
  tell(
    keyPairs !== undefined && keyPairs.most >= 0 && keyPairs.used >= keyPairs.most,
    'key-pairs-used-up',
    'the quota of key pairs is used up',
  )
  tell(images.names.length === 0, 'no-image', 'no image to build servers from')
  tell(flavors.names.length === 0, 'no-flavor', 'no flavor to build servers with')
  const noNetworks = networks.trouble !== undefined
  tell(noNetworks, 'no-network-service', `no network service (${networks.trouble}; --network-endpoint URL)`)
  tell(!noNetworks && found.externalNetworks === 0, 'no-external-network', 'no external network')
  tell(
    volumes.trouble !== undefined,
    'no-volume-service',
    `no block storage (${volumes.trouble}; --volume-endpoint URL)`,
  )
  tell(
    member.endpoints.image === undefined,
    'no-image-service',
    'no image service (no endpoint; --image-endpoint URL)',
  )
  return lacking
}
