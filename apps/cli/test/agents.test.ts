import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpeechRequest } from '@leadlock/providers/contracts';
import { createAgent } from '@leadlock/testing/factories';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startRealApi, type RealApi } from './harness/real-api.ts';
import { temporaryFolder } from './harness/run-cli.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let api: RealApi;
beforeAll(async () => {
  api = await startRealApi();
});
afterAll(() => api.close());

interface Agent {
  id: string;
  name: string;
  greeting: string | null;
  is_active: boolean;
  temperature: number;
}

const PROMPT = 'You answer the phone.\n\n  Be kind: “yes”, #1 — and\ttabs.\nLast line';

function fileWith(text: string, name = 'agent.yaml'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

test('an agent is made, listed, shown, changed and deleted', async () => {
  const { user } = await api.signUp();
  expect((await user.run(['agents', 'list'])).stderr).toContain('No agents found');
  expect(await user.json(['agents', 'list'])).toEqual([]);

  const made = await user.json<Agent>(['agents', 'create', '--file', '-'], {
    input: JSON.stringify({ name: 'Front desk', system_prompt: PROMPT, is_active: false }),
  });
  expect(made).toMatchObject({ name: 'Front desk', system_prompt: PROMPT, is_active: false });

  const table = await user.ok(['agents', 'list']);
  expect(table.split('\n')[0]).toMatch(/^ID +NAME +STATE/);
  expect(table).toMatch(new RegExp(`${made.id}  Front desk  off`));
  expect(await user.ok(['agents', 'show', 'Front desk'])).toMatch(/^name +Front desk$/m);
  expect(await user.json(['agents', 'show', made.id])).toMatchObject({ id: made.id });

  const changed = await user.json<Agent>(['agents', 'update', 'Front desk', '-f', fileWith('greeting: Hello!')]);
  expect(changed).toMatchObject({ greeting: 'Hello!', system_prompt: PROMPT, is_active: false });

  const refused = await user.run(['agents', 'delete', 'Front desk']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('Add --yes');
  expect(await user.ok(['agents', 'delete', 'Front desk', '--yes'])).toBe('');
  const gone = await user.run(['agents', 'show', made.id]);
  expect([gone.code, gone.stderr]).toEqual([4, 'Error: Agent not found\n']);
  expect((await user.run(['agents', 'show', 'Front desk'])).code).toBe(4);
});

test('an agent’s greeting is heard in its voice, or in another one', async () => {
  const { user } = await api.signUp();
  const spoken: SpeechRequest[] = [];
  api.system.providers.speech = {
    async speak(request) {
      spoken.push(request);
      return { audio: Buffer.from('sound'), contentType: 'audio/mpeg' };
    },
  };
  const text =
    'name: Ava\nsystem_prompt: B\nbusiness_name: Acme\nvoice_provider: xai\ngreeting: "{{business_name}}, hello!"\n';
  await user.ok(['agents', 'create', '--file', fileWith(text)]);
  const folder = temporaryFolder();
  const file = join(folder, 'greeting.mp3');
  expect(await user.json(['agents', 'preview', 'Ava', '-o', file])).toEqual({ file, content_type: 'audio/mpeg' });
  expect(readFileSync(file, 'utf8')).toBe('sound');

  const heard = join(folder, 'heard');
  writeFileSync(join(folder, 'mpg123'), `#!/bin/sh\ncp "$2" ${heard}\n`, { mode: 0o755 });
  const env = { PATH: `${folder}:/bin:/usr/bin` };
  await user.ok(['agents', 'preview', 'Ava', '--voice', 'eve', '--text', 'Good morning!'], { env });
  expect(readFileSync(heard, 'utf8')).toBe('sound');
  expect(spoken).toEqual([
    { provider: 'xai', voice: 'ara', text: 'Acme, hello!' },
    { provider: 'xai', voice: 'eve', text: 'Good morning!' },
  ]);

  const unknown = await user.run(['agents', 'preview', 'Ava', '--voice', 'nobody', '-o', file]);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('voice_id: ')]);
  expect((await user.run(['agents', 'preview', 'Ava', '--json'])).code).toBe(2);

  // Only the provider knows which voice that is.
  await user.ok(['agents', 'update', 'Ava', '-f', fileWith('voice_provider: elevenlabs')]);
  const nameless = await user.run(['agents', 'preview', 'Ava', '-o', file]);
  expect([nameless.code, nameless.stderr]).toEqual([2, expect.stringContaining('--voice')]);
});

describe('what cannot be used is refused', () => {
  test.each([
    ['a field that the API refuses, by its name', 'name: A\nsystem_prompt: B\ntemperature: 9\n', /^ {2}temperature: /m],
    ['a field that agents do not have', 'name: A\nsystem_prompt: B\ngreting: Hi\n', /Unknown field in .*: greting/],
    ['a file that is no YAML', 'name: "A\n', /Can’t parse/],
    ['an alias of nothing', 'name: A\nsystem_prompt: *nope\n', /Can’t parse .*: Unresolved alias/],
    ['a switch that is neither on nor off', 'name: A\nsystem_prompt: B\nis_active: maybe\n', /is_active/],
    ['a file that holds something else', '- 1\n', /is not an agent file/],
  ])('%s', async (_what, text, complaint) => {
    const { user } = await api.signUp();
    const { code, stderr } = await user.run(['agents', 'create', '--file', fileWith(text)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(complaint);
    expect(await user.json(['agents', 'list'])).toEqual([]);
  });

  test('a file that is not there', async () => {
    const { user } = await api.signUp();
    const { code, stderr } = await user.run(['agents', 'create', '--file', '/nowhere.yaml']);
    expect([code, stderr]).toEqual([2, 'Error: Can’t read /nowhere.yaml: ENOENT\n']);
  });
});

describe('export and apply', () => {
  const SETTINGS = {
    name: 'Front desk',
    system_prompt: PROMPT,
    greeting: 'yes',
    temperature: 0.3,
    elevenlabs_tool_call_sound: null,
    tools_enabled: ['end_call'],
    transfer_targets: [{ name: 'Dana', number: '+12125550123' }],
    tool_instructions: { end_call: 'Only after goodbye:\n- really' },
  };

  test('an export keeps what differs from the defaults and comes back the same, byte for byte', async () => {
    const { user } = await api.signUp();
    await user.ok(['agents', 'create', '-f', '-'], { input: JSON.stringify(SETTINGS) });
    const dir = temporaryFolder();
    await user.ok(['agents', 'export', '--dir', dir]);
    expect(readdirSync(dir)).toEqual(['front-desk.yaml']);
    const exported = readFileSync(join(dir, 'front-desk.yaml'), 'utf8');
    expect(
      exported
        .split('\n')
        .filter((line) => /^\w/.test(line))
        .map((line) => line.split(':')[0]),
    ).toEqual([
      'id',
      'name',
      'system_prompt',
      'greeting',
      'temperature',
      'tools_enabled',
      'elevenlabs_tool_call_sound',
      'transfer_targets',
      'tool_instructions',
    ]);
    expect(exported).toContain('greeting: "yes"');

    expect((await user.run(['agents', 'apply', dir, '--dry-run'])).code).toBe(0);
    // Another account, from the same file.
    const other = await api.signUp();
    await other.user.ok(['agents', 'apply', dir, '--yes']);
    const [copy] = await other.user.json<Agent[]>(['agents', 'list']);
    expect(copy).toMatchObject(SETTINGS);
    const withoutId = exported.split('\n').slice(1).join('\n');
    expect(await other.user.ok(['agents', 'export', '--no-id'])).toBe(withoutId);
    await user.ok(['agents', 'export', '--dir', dir]);
    expect(readFileSync(join(dir, 'front-desk.yaml'), 'utf8')).toBe(exported);
  });

  test('an export without ids keeps its files, too', async () => {
    const { user } = await api.signUp();
    for (const system_prompt of ['one', 'two'])
      await user.ok(['agents', 'create', '-f', '-'], { input: JSON.stringify({ name: 'Twin', system_prompt }) });
    const dir = temporaryFolder();
    // Somebody works on it.
    writeFileSync(join(dir, 'half.yaml'), 'name: "A\n');
    await user.ok(['agents', 'export', '--no-id', '--dir', dir]);
    const files = readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')]);
    expect(files).toHaveLength(3);
    await user.ok(['agents', 'export', '--no-id', '--dir', dir]);
    expect(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')])).toEqual(files);
  });

  test('an export into what is no folder says so', async () => {
    const { user } = await api.signUp();
    await user.ok(['agents', 'create', '-f', '-'], { input: 'name: A\nsystem_prompt: x\n' });
    const file = fileWith('x');
    for (const [dir, reason] of [
      [file, 'EEXIST'],
      [join(file, 'sub'), 'ENOTDIR'],
      ['/proc/leadlock/agents', 'ENOENT'],
    ] as const) {
      const { code, stderr } = await user.run(['agents', 'export', '--dir', dir]);
      expect([code, stderr]).toEqual([1, `Error: Can’t write to ${dir} (${reason})\n`]);
    }
    const deep = join(temporaryFolder(), 'a', 'b');
    await user.ok(['agents', 'export', '--dir', deep]);
    expect(readdirSync(deep)).toEqual(['a.yaml']);
  });

  test('an apply that stops in the middle says how far it came', async () => {
    const { user } = await api.signUp();
    // The plan has room for three.
    const text = ['A', 'B', 'C', 'D', 'E'].map((name) => `name: ${name}\nsystem_prompt: x\n`).join('---\n');
    const dryRun = await user.run(['agents', 'apply', '-', '--dry-run'], { input: text });
    expect(dryRun.code).toBe(3);
    expect(dryRun.stderr).toContain('can have up to 3 agents. It has 0, and you’re adding 5.');
    const { code, stdout, stderr } = await user.run(['agents', 'apply', '-', '--yes', '--json'], { input: text });
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'A', action: 'create', result: 'done', id: expect.any(String) },
      { name: 'B', action: 'create', result: 'done' },
      { name: 'C', action: 'create', result: 'done' },
      {
        name: 'D',
        action: 'create',
        result: 'failed',
        error: expect.stringContaining('stdin: This account can have up to'),
      },
      { name: 'E', action: 'create', result: 'not tried', id: null },
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(stderr.split('\n').at(-2) ?? '')).toMatchObject({
      error: { code: 'failed', status: 403, hint: expect.stringContaining('3 of 5 were done before') },
    });
    expect(await user.json(['agents', 'list'])).toHaveLength(3);
  });

  test('a dry run and an apply refuse every file that the API would refuse, before anything changes', async () => {
    const { user } = await api.signUp();
    const text = [
      'name: A\nsystem_prompt: x\n',
      'name: B\nsystem_prompt: x\ntemperature: 9\n',
      'name: C\nsystem_prompt: x\nvoice_provider: gpt\n',
    ].join('---\n');
    for (const mode of ['--dry-run', '--yes']) {
      const { code, stderr } = await user.run(['agents', 'apply', '-', mode], { input: text });
      expect([mode, code]).toEqual([mode, 2]);
      expect(stderr).toMatch(/temperature: [^]*voice_provider: /);
    }
    expect(await user.json(['agents', 'list'])).toEqual([]);
  });

  test('applied twice there is nothing to do, however the values are spelled', async () => {
    const { user } = await api.signUp();
    const path = fileWith(
      [
        'name: "  Front desk "',
        'system_prompt: x',
        'voice_provider: local',
        'voice: ara',
        'openai_voice: ALLOY',
        'temperature:',
        'ghl_phone_number: "(212) 555-0123"',
        'tools_enabled: [end_call, end_call]',
        'x_search_handles: ["@xai"]',
        'transfer_targets:',
        '  - reason: null',
        '    number: +1 212 555 0124',
        '    name: " Dana "',
        '',
      ].join('\r\n'),
    );
    for (let time = 0; time < 2; time++) {
      await user.ok(['agents', 'apply', path, '--yes']);
      const again = await user.run(['agents', 'apply', path, '--dry-run']);
      expect([again.code, again.stdout]).toEqual([0, '']);
      // An update with all of it comes to the same as the creation.
      await user.ok(['agents', 'update', 'Front', '-f', '-'], { input: 'voice_provider: xai\nvoice: eve\n' });
    }
    await user.ok(['agents', 'apply', path, '--yes']);
    expect(await user.json(['agents', 'show', 'front'])).toMatchObject({ name: 'Front desk', voice: 'slt' });
    const dir = temporaryFolder();
    await user.ok(['agents', 'export', '--dir', dir]);
    expect((await user.run(['agents', 'apply', dir, '--dry-run'])).code).toBe(0);
  });

  test.each([
    ['a NUL', 'name: A\nsystem_prompt: "a\0"\n', /:2: invalid character in text/],
    ['half of a pair', 'name: A\nsystem_prompt: x\ngreeting: "\\ud83d"\n', /:3: invalid character in text/],
    ['a key twice', 'name: A\nname: B\nsystem_prompt: x\n', /unique.* line 2/],
    ['no number', 'name: A\nsystem_prompt: x\ntemperature: .inf\n', /:3: must be a number/],
    ['aliases without end', `a: &a [x]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]\n`, /alias/i],
  ])('%s is refused with its line', async (_what, text, complaint) => {
    const { user } = await api.signUp();
    const { code, stderr } = await user.run(['agents', 'apply', fileWith(text), '--dry-run']);
    expect(code).toBe(2);
    expect(stderr).toMatch(complaint);
  });

  test('two agents of one name get two files, and keep them when one is renamed', async () => {
    const { user } = await api.signUp();
    for (const _ of [1, 2])
      await user.ok(['agents', 'create', '-f', '-'], { input: JSON.stringify({ name: 'Twin', system_prompt: 'x' }) });
    const dir = temporaryFolder();
    await user.ok(['agents', 'export', '--dir', dir]);
    const names = readdirSync(dir);
    expect(names).toHaveLength(2);
    const [first] = await user.json<Agent[]>(['agents', 'list']);
    await user.ok(['agents', 'update', first?.id ?? '', '-f', '-'], { input: 'name: Renamed' });
    await user.ok(['agents', 'export', '--dir', dir]);
    expect(readdirSync(dir)).toEqual(names);
    const ambiguous = await user.run(['agents', 'apply', '-', '--yes'], { input: 'name: None\nsystem_prompt: y' });
    expect(ambiguous.code).toBe(0);
  });

  test('apply shows what changes, makes it so, and then has nothing to do', async () => {
    const { user } = await api.signUp();
    const made = await user.json<Agent>(['agents', 'create', '-f', '-'], { input: JSON.stringify(SETTINGS) });
    const dir = temporaryFolder();
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'a.yaml'), `id: ${made.id}\nname: Reception\nsystem_prompt: Short.\n`);
    writeFileSync(join(dir, 'b.json'), JSON.stringify({ name: 'Second', system_prompt: 'Two.', is_active: false }));
    writeFileSync(join(dir, 'notes.txt'), 'not an agent');

    const dryRun = await user.run(['agents', 'apply', dir, '--dry-run']);
    expect(dryRun.code).toBe(5);
    expect(dryRun.stdout).toMatch(/^-name: Front desk$/m);
    expect(dryRun.stdout).toMatch(/^\+name: Reception$/m);
    expect(dryRun.stdout).toMatch(/^-temperature: 0\.3$/m);
    expect(dryRun.stderr).toContain('1 to create, 1 to update, 0 unchanged');
    expect(await user.json(['agents', 'show', made.id])).toMatchObject({ name: 'Front desk' });

    const refused = await user.run(['agents', 'apply', dir]);
    expect(refused.code).toBe(2);
    expect(await user.json(['agents', 'list'])).toHaveLength(1);

    const report = await user.json<{ action: string; id: string }[]>(['agents', 'apply', dir, '--yes']);
    expect(report.map(({ action }) => action)).toEqual(['update', 'create']);
    // What the file leaves out is at its default again.
    expect(await user.json(['agents', 'show', 'Reception'])).toMatchObject({
      id: made.id,
      temperature: 0.7,
      greeting: null,
      elevenlabs_tool_call_sound: 'typing',
      transfer_targets: null,
    });
    expect(await user.json(['agents', 'show', 'Second'])).toMatchObject({ id: report[1]?.id, is_active: false });
    const again = await user.run(['agents', 'apply', dir, '--dry-run', '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject([{ action: 'unchanged' }, { action: 'unchanged' }]);
  });

  test('several agents in one file, and two files about one agent', async () => {
    const { user } = await api.signUp();
    const many = fileWith('name: A\nsystem_prompt: x\n---\nname: B\nsystem_prompt: y\n---\n');
    await user.ok(['agents', 'apply', many, '--yes']);
    expect(await user.json(['agents', 'list'])).toHaveLength(2);
    const twice = await user.run(['agents', 'apply', many, fileWith('name: A\nsystem_prompt: z\n'), '--yes']);
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('define the same agent, A');
    expect((await user.run(['agents', 'create', '-f', many])).stderr).toContain('contains several agents');
  });

  test('what the API writes in its own way is named, as it would come up again and again', async () => {
    const { user } = await api.signUp();
    const path = fileWith('name: A\nsystem_prompt: x\nvoice: Zenith\n');
    const { code, stderr } = await user.run(['agents', 'apply', path, '--yes']);
    expect(code).toBe(0);
    expect(stderr).toContain('the API formats voice differently');
    expect(await user.ok(['agents', 'export'])).toContain('voice: zenith');
  });

  test('an agent that the API refuses is named with its file', async () => {
    const { user } = await api.signUp();
    const path = fileWith('name: A\nsystem_prompt: x\nvoice: nobody\n', 'bad.yaml');
    const { code, stderr } = await user.run(['agents', 'apply', path, '--yes']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Error: .*bad\.yaml: Validation failed\n {2}voice: /);
  });
});

test('names that would move the terminal are made harmless', async () => {
  const { user, tenant } = await api.signUp();
  const name = 'Evil \u001b[2J\u0007 desk';
  // The API takes no such name any more, but may hold one from before.
  await createAgent(api.database, tenant, { name });
  const table = await user.ok(['agents', 'list'], { env: { FORCE_COLOR: '1' } });
  expect(table).toContain('Evil \u{FFFD}[2J\u{FFFD} desk');
  expect(table).toContain('\u001b[');
  const plain = await user.ok(['agents', 'list']);
  expect(plain).not.toContain('\u001b');
  expect(await user.json(['agents', 'list'])).toMatchObject([{ name }]);
});
