import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAgent } from '@leadlock/testing/factories';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createProgram } from '../src/program/program.ts';
import { suggest } from '../src/commands/completion/suggest.ts';
import { startRealApi, type Account, type RealApi } from './harness/real-api.ts';
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
  expect(commands).toMatch(/^completion\tprint a shell completion script/m);
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
  [['keys', 'create', ''], 'none'],
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

describe('names that the API knows', () => {
  /** What a shell would run, cut in two, or look up. */
  const NAMES = [
    'Front desk',
    'Sales: EU & UK; all | more > less',
    '$(touch made) `touch made` ${HOME}',
    'O\'Brien "the voice"',
    'back\\slash *?[a-z] ~ #1',
    '受付 ☎️',
  ];
  let api: RealApi;
  let account: Account;
  beforeAll(async () => {
    api = await startRealApi();
    account = await api.signUp();
    for (const name of [...NAMES, 'Twice', 'Twice', 'one\ntwo\u001B[2J'])
      await createAgent(api.database, account.tenant, { name });
  });
  afterAll(() => api.close());

  const complete = (...words: string[]): Promise<string> => account.user.ok(['complete', '--', ...words]);

  test('complete for arguments and options, however they are quoted', async () => {
    expect(await complete('agents', 'show', 'Fr')).toMatch(/^Front desk\t[\da-f-]{36}\n:none\n$/);
    for (const typed of ['Front\\ d', '"Front d', "'Front d", "Front' 'd"])
      expect([typed, await complete('agents', 'show', typed)]).toEqual([typed, expect.stringMatching(/^Front desk\t/)]);
    expect(await complete('calls', 'list', '--agent=Fr')).toMatch(/^--agent=Front desk\t/);
    expect(await complete('agents', 'show', 'Tw')).toBe(':none\n');
    expect(await complete('agents', 'show', 'one')).toBe(':none\n');
    expect(await complete('members', 'remove', 'ow')).toMatch(/^owner-\d+@example\.com\towner\n/);
    const agency = await api.signUp('agency');
    await agency.user.ok(['sub-accounts', 'create', 'Harbor Plumbing']);
    for (const words of [
      ['agents', 'list', '--sub-account', ''],
      ['sub-accounts', 'show', 'harb'],
    ]) {
      expect(await agency.user.ok(['complete', '--', ...words])).toMatch(/^harbor-plumbing\tHarbor Plumbing\n/);
    }
    await agency.user.ok(['agents', 'create', '--file', '-', '--sub-account', 'harbor-plumbing'], {
      input: 'name: Night\nsystem_prompt: You answer.\n',
    });
    const within = ['--sub-account', 'harbor-plumbing', 'agents', 'show', 'N'];
    expect(await agency.user.ok(['complete', '--', ...within])).toMatch(/^Night\t/);
    expect(await agency.user.ok(['complete', '--', ...within.slice(2)])).toBe(':none\n');
  });

  test.each(['', '"', "'"])('reach bash as themselves and nothing else, behind %j', async (quote) => {
    const script = `
      compopt() { :; }
      source <(leadlock completion bash)
      COMP_WORDS=(leadlock agents show "$1"); COMP_CWORD=3
      __leadlock_complete
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const path = { ...account.user.environment(), PATH: `${bin}:${process.env.PATH ?? ''}`, LC_ALL: 'C.UTF-8' };
    // The API answers from this process.
    const offered = await promisify(execFile)('bash', ['-c', script, 'bash', quote], { env: path });
    const words = offered.stdout.trim().split('\n');
    expect([words.length, offered.stderr]).toEqual([NAMES.length, '']);
    const folder = temporaryFolder();
    const read = words.map((word) => {
      const run = `printf '%s|' ${quote}${word}${quote}`;
      return spawnSync('bash', ['-c', run], { encoding: 'utf8', env: path, cwd: folder }).stdout;
    });
    expect(read.toSorted()).toEqual(NAMES.map((name) => `${name}|`).toSorted());
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });

  test('are none, and nobody is told, where they cannot be read', async () => {
    const nothing = { code: 0, stdout: ':none\n', stderr: '' };
    expect(await api.stranger().run(['complete', '--', 'agents', 'show', ''])).toEqual(nothing);
    expect(await user.run(['complete', '--', 'agents', 'show', ''])).toEqual(nothing);
    const key = { env: { LEADLOCK_API_KEY: 'sk_live_wrong' } };
    expect(await user.run(['complete', '--', 'agents', 'show', ''], key)).toEqual(nothing);
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const env = { LEADLOCK_API_KEY: 'sk_live_x', LEADLOCK_API_URL: `http://127.0.0.1:${port}` };
    expect(await user.run(['complete', '--', 'agents', 'show', ''], { env })).toEqual(nothing);
    silent.closeAllConnections();
    silent.close();
  });
});
