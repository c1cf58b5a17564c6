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
  if (target.member.connection.tls.insecure) found.push('certificates are not checked (insecure)')
  return found
}
