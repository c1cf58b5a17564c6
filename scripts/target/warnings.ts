import { detour } from '../../fixtures/client/followed-link.ts'
import type { Target } from '../../fixtures/target/target.ts'

/** What keeps a run from judging all that it could, said before it starts. */
export function warnings(target: Target): string[] {
  const found: string[] = []
  if (target.member.administrator === true) {
    found.push("the member's credentials are an administrator's: what members are refused cannot be judged")
  }
  if (target.admin !== undefined && target.admin.administrator === false) {
    found.push(
      `the credentials of ${target.admin.connection.name} are no administrator's: what needs one will be blocked`,
    )
  }
  const { ownLink, member } = target
  const own = ownLink === undefined ? undefined : detour(ownLink, member.endpoints.compute!)
  if (own !== undefined)
    found.push(
      `${own}, and it is reached at ${new URL(member.endpoints.compute!).origin}: its links are followed there; clients that take them as they are may fail`,
    )
  if (target.member.connection.tls.insecure) found.push('certificates are not checked (insecure)')
  return found
}
