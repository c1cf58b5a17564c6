/** OpenStack's own clients write most options with `os-` before them: both ways are understood. */
const PREFIXED =
  /^--os-((?:auth-url|username|user-id|password|token|project-name|project-id|user-domain-name|user-domain-id|project-domain-name|project-domain-id|application-credential-id|application-credential-secret|interface)(?:=.*)?)$/s

/** The words of a command line, their options under the names that stackproof gives them. */
export function unprefixed(argv: readonly string[]): string[] {
  return argv.map((arg) =>
    arg
      .replace(PREFIXED, '--$1')
      .replace(/^--os-region(?:-name)?(?==|$)/, '--region')
      .replace(/^--os-insecure$/, '--insecure'),
  )
}
