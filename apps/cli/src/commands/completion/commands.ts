import { Argument, type Command } from 'commander';
import { onLocal } from '../../program/action.ts';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { write, writeLine } from '../../program/output.ts';
import { scriptFor, SHELLS, type Shell } from './scripts.ts';
import { readNames, type Candidate } from './names.ts';
import { suggest, type WantedNames } from './suggest.ts';

async function namesBegun({ kind, begun, prefix, account }: WantedNames): Promise<Candidate[]> {
  const all = await readNames(kind, account);
  const found = all.filter(({ value }) => value.startsWith(begun));
  return found.map((one) => ({ ...one, value: `${prefix}${one.value}` }));
}

export const group: CommandGroup = 'Help';

/** `leadlock completion`, and for the scripts that it prints the hidden `leadlock complete`. */
export function addCommands(program: Command): void {
  const command = program
    .command('completion')
    .description('print a shell completion script')
    .addArgument(new Argument('<shell>', 'shell type').choices(SHELLS));
  onLocal<[Shell]>(command, async (_options, shell) => write(scriptFor(shell)));
  withExamples(command, [
    ['echo "source <(leadlock completion bash)" >> ~/.bashrc', 'for bash 4 or later'],
    ['echo "source <(leadlock completion zsh)" >> ~/.zshrc', 'for zsh, after compinit'],
    ['leadlock completion fish > ~/.config/fish/completions/leadlock.fish', 'for fish'],
  ]);

  const complete = program.command('complete', { hidden: true }).argument('[word...]');
  onLocal<[string[]]>(complete, async (_options, words) => {
    const { candidates, paths, names } = suggest(program, words);
    const named = names ? await namesBegun(names) : [];
    const lines = [...candidates, ...named].map(({ value, description }) => `${value}\t${description}`);
    await writeLine([...lines, `:${paths}`].join('\n'));
  });
}
