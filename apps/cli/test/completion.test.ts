import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createProgram } from '../src/program/program.ts';
import { suggest } from '../src/commands/completion/suggest.ts';
import { createCliUser, MAIN, temporaryFolder } from './harness/run-cli.ts';
import { CTRL_U, ENTER, openProgram, TAB } from './harness/terminal.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const user = createCliUser('http://127.0.0.1:9');
const bin = temporaryFolder();
symlinkSync(MAIN, join(bin, 'leadlock'));
const env = user.environment({ PATH: `${bin}:${process.env.PATH ?? ''}` });

const program = createProgram();
const valuesFor = (...words: string[]): string[] => suggest(program, words).candidates.map(({ value }) => value);

test('commands, options and choices complete, with what they are for', async () => {
  const commands = await user.ok(['complete', '--', '']);
  expect(commands).toMatch(/^agents\t/m);
  expect(commands).not.toMatch(/^complete\t/m);
  expect(commands).toMatch(/^completion\tprint what makes your shell complete/m);
  expect(await user.ok(['complete', '--', 'agents', 'ex'])).toMatch(/^export\t.+\n:none\n$/);
  expect(valuesFor('calls', 'list', '--status', 'in')).toEqual(['in-progress']);
  expect(valuesFor('calls', 'list', '--status=in')).toEqual(['--status=in-progress']);
  // As bash cuts it.
  expect(valuesFor('calls', 'list', '--status', '=', 'in')).toEqual(['in-progress']);
  expect(valuesFor('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  expect(valuesFor('numbers', 'assign', '+14155550100', '--no')).toEqual(['--no-agent']);
});

test('options of all commands complete behind the others', () => {
  expect(valuesFor('agents', 'list', '--')).toEqual(expect.arrayContaining(['--json', '--profile', '--sub-account']));
  expect(valuesFor('agents', 'show', 'Front desk', '--js')).toEqual(['--json']);
  expect(valuesFor('--profile', 'work', 'agents', 'li')).toEqual(['list']);
  expect(valuesFor('call', '+14155550100', '--say', 'Hello', 'there', '--pers')).toEqual(['--persona']);
});

test.each([
  [['agents', 'create', '--file', ''], 'files'],
  [['calls', 'export', '-o', ''], 'files'],
  [['agents', 'apply', 'a.yaml', ''], 'files'],
  [['doctor', '--variables', ''], 'files'],
  [['agents', 'export', '--dir', ''], 'folders'],
  [['agents', 'export', '>', ''], 'files'],
  [['agents', 'show', ''], 'none'],
  [['agents', 'list', '--profile', ''], 'none'],
])('%j completes with %s', (words, paths) => {
  expect(suggest(program, words)).toEqual({ candidates: [], paths });
});

/** What bash would offer for these words, which it gives as they are typed. */
function bashOffers(words: readonly string[]): { offered: string; stderr: string } {
  // `compopt` only works while a key is pressed.
  const script = `
    compopt() { echo "$*"; }
    source <(leadlock completion bash)
    source <(leadlock completion bash)
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    __leadlock_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8', env });
  return { offered: stdout.trim(), stderr };
}

test('bash completes with it, and is quiet when it is told twice', () => {
  expect(bashOffers(['leadlock', 'agents', 'sh'])).toEqual({ offered: 'show', stderr: '' });
  expect(bashOffers(['leadlock', 'agents', 'apply', '']).offered).toBe('-o default');
  expect(bashOffers(['leadlock', 'agents', 'export', '--dir', '']).offered).toBe('-o dirnames');
});

test('what is typed is not run by bash', () => {
  const folder = temporaryFolder();
  const [made, kept] = [join(folder, 'made'), join(folder, 'kept.yaml')];
  writeFileSync(kept, 'precious');
  for (const typed of [`$(touch ${made})`, `\`touch ${made}\``, `;touch ${made};`, `"$(touch ${made})`])
    bashOffers(['leadlock', 'agents', 'show', typed, '']);
  expect(existsSync(made)).toBe(false);
  expect(bashOffers(['leadlock', 'agents', 'export', '>', kept, '--no']).offered).toBe('--no-id');
  expect(readFileSync(kept, 'utf8')).toBe('precious');
});

test('the tab key in a terminal completes, and runs and overwrites nothing', async () => {
  const folder = temporaryFolder();
  const [made, kept] = [join(folder, 'made'), join(folder, 'kept.yaml')];
  writeFileSync(kept, 'precious');
  const shell = openProgram(['/bin/bash', '--norc', '--noprofile', '-i'], { ...env, PS1: '> ' }, { columns: 300 });
  shell.type(`source <(leadlock completion bash); echo rea""dy${ENTER}`);
  await shell.shows('\nready');
  shell.type(`leadlock agents export > ${kept} --no${TAB}`);
  await shell.shows('--no-id');
  shell.type(`${CTRL_U}leadlock agents show $(touch ${made})${TAB}`);
  // Bash reads on when the completion is over.
  shell.type(`${CTRL_U}echo fini""shed${ENTER}`);
  await shell.shows('\nfinished');
  shell.type(`exit${ENTER}`);
  await shell.ended();
  expect(existsSync(made)).toBe(false);
  expect(readFileSync(kept, 'utf8')).toBe('precious');
});

test('there is a script for each shell, and for no other', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = await user.ok(['completion', shell]);
    expect(script).toContain('leadlock complete --');
    expect(script).not.toContain('eval');
  }
  expect((await user.run(['completion', 'tcsh'])).code).toBe(2);
});
