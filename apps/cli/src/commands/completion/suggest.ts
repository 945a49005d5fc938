import type { Command, Option } from 'commander';
import type { GlobalOptions } from '../../api/connection.ts';
import { isNameKind, type Candidate, type NameKind } from './names.ts';
import { unquoted } from './unquoted.ts';

/** Names that only the API knows. */
export interface WantedNames {
  kind: NameKind;
  /** How they begin. */
  begun: string;
  /** What stands before each of them in the same word. */
  prefix: string;
  /** Who asks, as the command line says. */
  account: Pick<GlobalOptions, 'profile' | 'subAccount'>;
}

/** What may come next on a command line. */
export interface Suggestions {
  candidates: Candidate[];
  /** Whether the shell is to offer names of files or folders. */
  paths: 'none' | 'files' | 'folders';
  names?: WantedNames;
}

const NOTHING: Suggestions = { candidates: [], paths: 'none' };
const PATHS: Readonly<Record<string, Suggestions['paths']>> = { path: 'files', file: 'files', folder: 'folders' };

/** `>`, `2>>`, `&>`, `<`: the word behind it is the shell's, and no word of ours. */
const REDIRECTION = /^(\d*|&)([<>]|>>|>\||<>)$/;

const startsWith = (text: string, { value }: Candidate): boolean => value.startsWith(text);

/** The options that a command takes: its own, then those of the commands around it. */
function optionsOf(command: Command): Option[] {
  const own = [...command.createHelp().visibleOptions(command)];
  return command.parent ? [...own, ...optionsOf(command.parent)] : own;
}

const findOption = (command: Command, flag: string): Option | undefined =>
  optionsOf(command).find(({ long, short }) => flag === long || flag === short);

const takesValue = ({ required, optional }: Option): boolean => required || optional;

/** What a value may be: one of its choices, or what its name in the help says, as in `--file <path>`. */
function valuesOf(choices: readonly string[] | undefined, name: string, begun: string): Suggestions {
  const candidates = (choices ?? []).map((value) => ({ value, description: '' }));
  return {
    candidates: candidates.filter((candidate) => startsWith(begun, candidate)),
    paths: choices ? 'none' : (PATHS[name] ?? 'none'),
    ...(!choices && isNameKind(name) && { names: { kind: name, begun, prefix: '', account: {} } }),
  };
}

const optionValues = ({ argChoices, flags }: Option, begun: string): Suggestions =>
  valuesOf(argChoices, /[<[]([\w-]+)/.exec(flags)?.[1] ?? '', begun);

function optionNames(command: Command, begun: string): Suggestions {
  const all = optionsOf(command).flatMap(({ long, short, description }) => {
    const value = begun.startsWith('--') || begun === '-' ? long : short;
    return value ? [{ value, description }] : [];
  });
  const named = new Map(all.map((candidate) => [candidate.value, candidate]));
  return { ...NOTHING, candidates: [...named.values()].filter((candidate) => startsWith(begun, candidate)) };
}

function commandsAndArguments(command: Command, position: number, begun: string): Suggestions {
  const commands = position > 0 ? [] : command.createHelp().visibleCommands(command);
  const names = commands.map((one) => ({ value: one.name(), description: one.description() }));
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[position] ?? (last?.variadic ? last : undefined);
  const values = argument ? valuesOf(argument.argChoices, argument.name(), begun) : NOTHING;
  const candidates = names.filter((candidate) => startsWith(begun, candidate));
  return { ...values, candidates: [...candidates, ...values.candidates] };
}

/** The words without what the shell does with them, and with `--status`, `=`, `x` (as bash cuts it) made one. */
function ownWords(words: readonly string[]): string[] {
  const own: string[] = [];
  for (const [index, word] of words.entries()) {
    const before = words[index - 1] ?? '';
    if (REDIRECTION.test(word) || REDIRECTION.test(before)) continue;
    if (own.length > 0 && (word === '=' || before === '=')) own.push(`${own.pop() ?? ''}${word}`);
    else own.push(word);
  }
  return own;
}

/** The value that a global option was given last. */
function valueOf(words: readonly string[], flag: string): string | undefined {
  const at = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = words[at];
  return word === flag ? words[at + 1] : word?.slice(flag.length + 1);
}

/**
 * What may stand in place of the last of the words, which may have been begun, after the ones before it. The words are
 * those behind the program's name, as they are typed: they are only ever compared.
 */
export function suggest(program: Command, typed: readonly string[]): Suggestions {
  const found = suggestNext(program, typed);
  if (!found.names) return found;
  const before = ownWords(typed).slice(0, -1).map(unquoted);
  const account = { profile: valueOf(before, '--profile'), subAccount: valueOf(before, '--sub-account') };
  return { ...found, names: { ...found.names, account } };
}

function suggestNext(program: Command, typed: readonly string[]): Suggestions {
  if (REDIRECTION.test(typed.at(-2) ?? '')) return { ...NOTHING, paths: 'files' };
  const words = ownWords(typed).map(unquoted);
  const begun = words.pop() ?? '';
  let command = program;
  let position = 0;
  /** The option whose value comes next. */
  let pending: Option | undefined;
  for (const word of words) {
    if (word.startsWith('-')) {
      const option = findOption(command, word);
      pending = option && takesValue(option) ? option : undefined;
    } else if (pending) {
      if (!pending.variadic) pending = undefined;
    } else {
      const next = position > 0 ? undefined : command.commands.find((one) => one.name() === word);
      if (next) command = next;
      else position += 1;
    }
  }
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(begun) ?? [];
  if (flag !== undefined && value !== undefined) {
    const option = findOption(command, flag);
    if (!option) return NOTHING;
    const found = optionValues(option, value);
    // The shell that cut the word itself replaces only what is behind the sign.
    const prefix = typed.at(-1) === begun ? `${flag}=` : '';
    return {
      ...found,
      candidates: found.candidates.map((one) => ({ ...one, value: `${prefix}${one.value}` })),
      ...(found.names && { names: { ...found.names, prefix } }),
    };
  }
  if (begun.startsWith('-')) return optionNames(command, begun);
  if (pending) return optionValues(pending, begun);
  return commandsAndArguments(command, position, begun);
}
