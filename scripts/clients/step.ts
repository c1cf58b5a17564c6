/** One command of a client, in the order in which a session types them. */
export interface Step {
  /** What is typed after the client's own name; `{name}` stands for what an earlier step kept under it. */
  command: string
  /** Who types it; a member unless told. */
  as?: 'admin'
  /** What its output must show; exit code 0 alone would also be an empty answer. */
  shows?: RegExp
  /** The name under which later steps find the output, trimmed. */
  keep?: string
}

/** One client: its program, how to learn its version, and what is tried with it. */
export interface Client {
  name: string
  program: string
  /** Where Debian has it. */
  package: string
  /** Commands of `openstack` that come first, for what this client cannot make or find itself. */
  prepare?: readonly Step[]
  steps: readonly Step[]
}
