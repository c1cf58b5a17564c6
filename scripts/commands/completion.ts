import { Argument, type Command } from 'commander'
import { completion, SHELLS, type Shell } from '../completion.ts'
import type { ExitCode } from '../errors.ts'
import type { CommandFile } from './command.ts'

/** `stackproof completion`: what a shell needs to complete commands and options. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description('Prints what a shell reads to complete commands, options and their values.')
      .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
      .addHelpText(
        'after',
        '\nExamples:\n  stackproof completion bash >> ~/.bashrc\n  stackproof completion zsh >> ~/.zshrc\n  stackproof completion fish > ~/.config/fish/completions/stackproof.fish\n\nExit codes: 0 printed; 2 the shell is unknown.',
      )
  },
  action(shell: Shell, _options: object, command: Command): ExitCode {
    process.stdout.write(completion(command.parent!, shell))
    return 0
  },
}
