import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { expect, test, vi } from 'vitest';
import { createProgram } from '../src/program/program.ts';
import { createCliUser, MAIN } from './harness/run-cli.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const user = createCliUser('http://127.0.0.1:9');

const withinOf = (command: Command): Command[] => [command, ...command.commands.flatMap(withinOf)];
const visible = withinOf(createProgram()).filter((command) => !['complete', 'help'].includes(command.name()));

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help;
}

test.each(visible.map((command) => [nameOf(command), command] as const))('%s says what it does', (_name, command) => {
  expect(command.description().length).toBeGreaterThan(5);
  expect(helpOf(command).replace(/\s+/g, ' ')).toContain(command.description());
  for (const option of command.options) expect([option.flags, option.description]).not.toContain('');
});

// Those that only hold others list these instead.
const runnable = visible.filter(({ commands }) => commands.length === 0);

test.each(runnable.map((command) => [nameOf(command), command] as const))('%s has examples', (_name, command) => {
  expect(helpOf(command)).toMatch(/Examples:\n {2}# .+\n {2}\S+/);
});

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

test('help and version succeed, on stdout', async () => {
  const help = await user.run(['--help']);
  expect([help.code, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('Usage: leadlock');
  expect(await user.ok(['agents', 'apply', '--help'])).toContain('exit code 5');
  expect(await user.ok(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a command line that cannot be used ends with 2 and says why', async () => {
  for (const [args, complaint] of [
    [['agnets'], "unknown command 'agnets'"],
    [['agents', 'lst'], '(Did you mean list?)'],
    [['agents', 'show'], "missing required argument 'agent'"],
    [['agents', 'list', '--jsno'], "unknown option '--jsno'"],
    [['agents'], 'Usage: leadlock agents'],
  ] as const) {
    const { code, stdout, stderr } = await user.run(args);
    expect([args, code, stdout]).toEqual([args, 2, '']);
    expect(stderr).toContain(complaint);
  }
});

test('help is a command, too', async () => {
  expect(await user.ok(['help'])).toContain('Usage: leadlock');
  expect(await user.ok(['help', 'agents'])).toContain('Usage: leadlock agents');
  expect(await user.ok(['admin', '--help'])).toContain('Examples:');
});

test('the exit code stays where nobody reads what is said', async () => {
  const running = user.start(['agents', 'show']);
  running.child.stderr?.destroy();
  expect(await running.ended()).toBe(2);
});

test('what cannot be written is told without a stack', () => {
  const command = `"${process.execPath}" "${MAIN}" completion bash > /dev/full`;
  const { stderr, status } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: user.environment() });
  expect([status, stderr]).toEqual([1, 'Error: Can’t write to stdout (ENOSPC)\n']);
});
