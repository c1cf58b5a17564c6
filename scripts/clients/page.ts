import type { Outcome } from './session.ts'
import type { Client } from './step.ts'

/** One client and what became of its commands. */
export interface Tried {
  client: Client
  version: string
  outcomes: readonly Outcome[]
}

/** The page that shows which commands of which client work. */
export function clientsPage(tried: readonly Tried[]): string {
  const sections = tried.map(({ client, version, outcomes }) => {
    const works = outcomes.filter((outcome) => outcome.works).length
    const rows = outcomes.map(
      ({ step, works, reason }) =>
        `| \`${cell(step.command)}\` | ${step.as ?? 'member'} | ${works ? 'works' : `**not**: ${cell(reason ?? '')}`} |`,
    )
    return `## ${client.name} ${version} (Debian's ${client.package})

${works} of ${outcomes.length} commands work.

| command | by | |
|---|---|---|
${rows.join('\n')}
`
  })
  return `# Clients of others on the reference cloud

Written by \`npm run clients\`, which types these commands, in this order, against \`stackproof serve\` and looks at
what each puts out. What is in braces was kept from an earlier command.

${sections.join('\n')}`
}

const cell = (text: string) => text.replaceAll('|', '\\|')
