import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAgent } from '@leadlock/testing/factories';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PASSWORD, startRealApi, type RealApi } from './harness/real-api.ts';
import { MAIN, temporaryFolder } from './harness/run-cli.ts';
import { CTRL_C, CTRL_D, ENTER, openProgram, openTerminal } from './harness/terminal.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let api: RealApi;
beforeAll(async () => {
  api = await startRealApi();
});
afterAll(() => api.close());

describe('login', () => {
  test('asks for address and password, and never shows the password', async () => {
    const { email } = await api.signUp();
    const user = api.stranger();
    const terminal = openTerminal(['login'], user.environment());
    await terminal.shows('Email address');
    terminal.type(email + ENTER);
    await terminal.shows('Password');
    terminal.type(PASSWORD + ENTER);
    await terminal.shows(`Logged in at ${api.url} as ${email}`);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).not.toContain(PASSWORD);
    expect(terminal.screen()).not.toContain(PASSWORD.slice(0, 7));
    expect(await user.json(['whoami'])).toMatchObject({ user: { email } });
  });

  test('can be left with Ctrl-C', async () => {
    const user = api.stranger();
    const terminal = openTerminal(['login'], user.environment());
    await terminal.shows('Email address');
    terminal.type(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    expect((await user.run(['whoami'])).code).toBe(3);
  });

  test.each(['Email address', 'Password', 'API key'])('can be left with Ctrl-D at "%s"', async (question) => {
    const args = { 'Email address': [], Password: ['--email', 'a@example.com'], 'API key': ['--api-key'] }[question];
    const terminal = openTerminal(['login', ...(args ?? [])], api.stranger().environment());
    await terminal.shows(question);
    terminal.type(CTRL_D);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.screen()).not.toContain('await');
  });

  test('asks for an API key', async () => {
    const { user } = await api.signUp();
    const key = (await user.ok(['keys', 'create', 'ci'])).trim();
    const terminal = openTerminal(['login', '--api-key'], api.stranger().environment());
    await terminal.shows('API key');
    terminal.type(key + ENTER);
    await terminal.shows('as an API key');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).not.toContain(key);
  });
});

describe('before something is taken away', () => {
  test('no is the answer of who only presses Enter', async () => {
    const { user, tenant } = await api.signUp();
    await createAgent(api.database, tenant, { name: 'Front desk' });
    const terminal = openTerminal(['agents', 'delete', 'Front desk'], user.environment());
    await terminal.shows('Delete the agent Front desk?');
    terminal.type(ENTER);
    await terminal.shows('Canceled. Nothing was changed.');
    expect(await terminal.ended()).toBe(1);
    expect(await user.json(['agents', 'list'])).toHaveLength(1);
  });

  test('Ctrl-D is no answer', async () => {
    const { user, tenant } = await api.signUp();
    await createAgent(api.database, tenant, { name: 'Front desk' });
    const terminal = openTerminal(['agents', 'delete', 'Front desk'], user.environment());
    await terminal.shows('Delete the agent Front desk?');
    terminal.type(CTRL_D);
    expect(await terminal.ended()).toBe(130);
    expect(await user.json(['agents', 'list'])).toHaveLength(1);
  });

  test('yes does it', async () => {
    const { user, tenant } = await api.signUp();
    await createAgent(api.database, tenant, { name: 'Front desk' });
    const terminal = openTerminal(['agents', 'delete', 'Front desk'], user.environment());
    await terminal.shows('Delete the agent Front desk?');
    terminal.type('y');
    await terminal.shows('Deleted Front desk');
    expect(await terminal.ended()).toBe(0);
    expect(await user.json(['agents', 'list'])).toEqual([]);
  });
});

test('agents apply shows the difference and asks', async () => {
  const { user, tenant } = await api.signUp();
  await createAgent(api.database, tenant, { name: 'Front desk', settings: { greeting: 'Old words' } });
  const path = join(temporaryFolder(), 'front-desk.yaml');
  writeFileSync(
    path,
    'name: Front desk\nsystem_prompt: You answer the phone of a dental practice.\ngreeting: New words\n',
  );
  const terminal = openTerminal(['agents', 'apply', path], user.environment());
  await terminal.shows('Apply to 1 agent?');
  expect(terminal.screen()).toContain('-greeting: Old words');
  expect(terminal.screen()).toContain('+greeting: New words');
  terminal.type('y');
  await terminal.shows('Updated Front desk');
  expect(await terminal.ended()).toBe(0);
  expect(await user.json(['agents', 'show', 'Front desk'])).toMatchObject({ greeting: 'New words' });
});

test('agents apply --json shows the difference before it asks, beside its document', async () => {
  const { user } = await api.signUp();
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.yaml'), 'name: Front desk\nsystem_prompt: You answer.\n');
  const command = `"${process.execPath}" "${MAIN}" agents apply "${folder}/a.yaml" --json > "${folder}/report.json"`;
  const terminal = openProgram(['/bin/sh', '-c', command], user.environment());
  await terminal.shows('Apply to 1 agent?');
  expect(terminal.screen()).toContain('+name: Front desk');
  terminal.type('y');
  expect(await terminal.ended()).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject([{ result: 'done' }]);
});
