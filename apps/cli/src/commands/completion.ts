import completion from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { withExamples } from '../program/examples.ts';

/** `leadlock completion`, and for the shells the hidden `leadlock complete`. Added last: it reads the other commands. */
export function addCompletionCommand(program: Command): void {
  completion(program, { completionCommandName: 'completion' });
  const command = program.commands.find((one) => one.name() === 'completion');
  if (!command) return;
  command.description('print what makes your shell complete commands with the tab key');
  withExamples(command, [
    ['echo "source <(leadlock completion bash)" >> ~/.bashrc', 'for bash with its package bash-completion'],
    ['echo "source <(leadlock completion zsh)" >> ~/.zshrc', 'for zsh, after compinit'],
    ['leadlock completion fish > ~/.config/fish/completions/leadlock.fish', 'for fish'],
  ]);
}
