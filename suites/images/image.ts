import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Body } from '../../fixtures/client/operation-types.ts'
import { wholeList } from '../../fixtures/given/whole-list.ts'

/** The relations that an image's links have. */
export const IMAGE_LINKS = ['self', 'bookmark', 'alternate']
/** What stands behind an image's alternate link. */
export const IMAGE_TYPE = 'application/vnd.openstack.image'

/** The disk configuration that an image must have, by its property; undefined where it must have none. */
export function diskConfigOf(image: Body<'images.show'>['image']): 'AUTO' | 'MANUAL' | undefined {
  const property = (image.metadata as Record<string, unknown>).auto_disk_config
  if (property === undefined || property === null) return undefined
  return /^(true|1|yes|on|t|y)$/i.test(String(property)) ? 'AUTO' : 'MANUAL'
}

/** Whether an image that was listed is in the list no more: whoever owns it may have deleted it. */
export async function isGone(compute: TypedClient, id: string): Promise<boolean> {
  const images = await wholeList<{ id: string }>(compute, 'images.listDetail', 'images')
  return !images.some((image) => image.id === id)
}
