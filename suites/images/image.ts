import type { Body } from '../../fixtures/client/operation-types.ts'

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
