import type { Given } from '../../fixtures/given/given.ts'
import { ifHad } from '../../fixtures/given/if-had.ts'
import type { ServerRequest } from '../../fixtures/resources/resources.ts'

/** A key pair and a security group for a server to have, as far as the target has them. */
export const keyAndGroup = async (given: Given): Promise<Partial<ServerRequest>> => {
  const key = await ifHad(async () => ({ key_name: (await given.keypair()).name }))
  const group = await ifHad(async () => ({ security_groups: [{ name: (await given.securityGroup()).name }] }))
  return { ...key, ...group }
}
