import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { announceChange } from '@leadlock/db/announcements';
import { newId } from '@leadlock/core/ids';
import { createAgent } from '@leadlock/testing/factories';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { anyTwilioAccount, connectTwilio, startRealApi, type Account, type RealApi } from './harness/real-api.ts';
import { temporaryFolder } from './harness/run-cli.ts';
import { CTRL_C, openTerminal } from './harness/terminal.ts';

const MP3 = Buffer.from('ID3 what was said');

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let api: RealApi;
beforeAll(async () => {
  api = await startRealApi({
    providers: {
      telephony: {
        ...anyTwilioAccount,
        openRecording: () =>
          Promise.resolve({ body: Readable.from([MP3]), status: 200, headers: { 'content-type': 'audio/mpeg' } }),
      },
    },
  });
});
afterAll(() => api.close());

const started = (minute: number): Date => new Date(Date.UTC(2026, 10, 24, 15, minute));

async function addCall({ tenant }: Account, minute: number, overrides: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  await api.database.system
    .insertInto('call_logs')
    .values({
      tenant_id: tenant.id,
      id,
      twilio_call_sid: `CA${id.replaceAll('-', '')}`,
      direction: 'inbound',
      from_number: '+12125550123',
      to_number: '+14155550100',
      status: 'completed',
      started_at: started(minute),
      ended_at: started(minute + 1),
      duration_seconds: 62,
      ...overrides,
    })
    .execute();
  announceChange(api.database.system, { table: 'call_logs', tenant_id: tenant.id, id, part: 'call' });
  return id;
}

async function changeCall(id: string, changes: { status?: string; ended_at?: Date; transcript?: string }) {
  const { system } = api.database;
  const calls = system.updateTable('call_logs').set(changes).where('id', '=', id).returning('tenant_id');
  const { tenant_id } = await calls.executeTakeFirstOrThrow();
  announceChange(system, { table: 'call_logs', tenant_id, id, part: 'call' });
}

const turn = (role: string, content: string) => ({ role, content, started_at: started(0).toISOString() });

test('calls are listed newest first, filtered, and paged through without being asked', async () => {
  const account = await api.signUp();
  const { user } = account;
  const agent = await createAgent(api.database, account.tenant, { name: 'Front desk' });
  for (let minute = 0; minute < 130; minute++) await addCall(account, minute, { agent_id: agent.id });
  const failed = await addCall(account, 200, { status: 'failed' });

  const page = await user.run(['calls', 'list', '--limit', '3']);
  expect(page.stdout.trim().split('\n')).toHaveLength(4);
  expect(page.stdout).toContain(failed);
  // In the zone of the user, here an hour before UTC.
  expect(page.stdout).toMatch(/2026-11-24 19:20 +\+12125550123 +\+14155550100 +– +failed +1:02 +– +inbound/);
  expect(page.stderr).toContain('3 of 131. Use --limit or --all to see more.');
  expect(await user.json(['calls', 'list', '--limit', '120'])).toHaveLength(120);
  const all = await user.json<{ id: string }[]>(['calls', 'list', '--all']);
  expect(new Set(all.map(({ id }) => id)).size).toBe(131);
  expect(await user.json(['calls', 'list', '--status', 'failed'])).toMatchObject([{ id: failed }]);
  // 15:00 and 18:20 UTC.
  expect(await user.json(['calls', 'list', '--to', '2026-11-24T16:02'])).toHaveLength(2);
  expect(await user.json(['calls', 'list', '--from', '2026-11-24T19:20'])).toMatchObject([{ id: failed }]);
  expect(await user.json(['calls', 'list', '--agent', 'Front desk', '--to', '2026-11-23'])).toEqual([]);
  expect((await user.run(['calls', 'list', '--agent', 'Nobody'])).code).toBe(4);
  expect((await user.run(['calls', 'list', '--status', 'odd'])).code).toBe(2);
  expect((await user.run(['calls', 'list', '--limit', '0'])).code).toBe(2);
  // Days are those of the account: in Berlin they begin at 23:00 UTC.
  const late = await addCall(account, 0, { started_at: new Date('2026-11-25T23:30:00Z') });
  expect(await user.json(['calls', 'list', '--from', '2026-11-25', '--to', '2026-11-25'])).toMatchObject([
    { id: late },
  ]);
  await user.ok(['account', 'time-zone', 'Europe/Berlin']);
  expect(await user.json(['calls', 'list', '--from', '2026-11-26'])).toMatchObject([{ id: late }]);
  expect(await user.json(['calls', 'list', '--from', '2026-11-25', '--to', '2026-11-25'])).toEqual([]);
  const noDay = await user.run(['calls', 'list', '--from', '2026-02-31']);
  expect([noDay.code, noDay.stderr.match(/2026-02-31/g)?.length]).toEqual([2, 1]);
  const wrongDay = await user.run(['calls', 'list', '--from', 'yesterday']);
  expect(wrongDay.code).toBe(2);
  expect(wrongDay.stderr).toContain('Must be a date');
});

test('one call is shown with what was said', async () => {
  const account = await api.signUp();
  const id = await addCall(account, 0, {
    transcript: JSON.stringify([turn('assistant', 'Good morning!'), turn('user', 'Hi\u001b[31m there')]),
  });
  const text = await account.user.ok(['calls', 'show', id]);
  expect(text).toMatch(/^status +completed$/m);
  expect(text).toMatch(/^agent {3}Good morning!$/m);
  expect(text).toContain('Hi\u{FFFD}[31m there');
  expect(await account.user.json(['calls', 'show', id])).toMatchObject({ id, duration_seconds: 62 });
  expect(await account.user.json(['calls', 'show', id.slice(0, -4)])).toMatchObject({ id });
  expect((await account.user.run(['calls', 'show', newId()])).code).toBe(4);
  expect(await account.user.run(['calls', 'show', 'nothing'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('Call not found: nothing'),
  });
});

test('one call is shown with why it ended, and what Twilio counts otherwise', async () => {
  const account = await api.signUp();
  const show = async (metadata: object, direction = 'inbound') =>
    account.user.ok(['calls', 'show', await addCall(account, 0, { direction, metadata: JSON.stringify(metadata) })]);
  const differs = await show({
    end_reason: 'provider_lost',
    end_detail: 'The session has expired',
    billing_difference: { billed_seconds: 77, carrier_seconds: 0 },
    carrier_reports: [0, 77],
  });
  expect(differs).toMatch(/^end reason +the voice provider dropped the conversation$/m);
  expect(differs).toMatch(/^details +The session has expired$/m);
  expect(differs).toMatch(/^Twilio duration +0:00 \(billed: 1:17\)$/m);
  expect(differs).toMatch(/^Twilio reported +0:00, 1:17$/m);
  expect(await show({ end_reason: 'caller_hangup' }, 'outbound')).toMatch(
    /^end reason +the person who was called hung up$/m,
  );
  expect(await show({ end_reason: 'constructor' })).toMatch(/^end reason +it ended: constructor$/m);
  const plain = await show({});
  expect(plain).not.toContain('Twilio');
  expect(plain).toMatch(/^end reason +–$/m);
});

test('calls are exported as CSV to a file and to a pipe, which may close early', async () => {
  const account = await api.signUp();
  const id = await addCall(account, 0);
  const csv = await account.user.ok(['calls', 'export', '--from', '2026-11-24', '--search', '555']);
  expect(csv.split('\n')[0]).toContain('id');
  expect(csv).toContain(id);
  const file = join(temporaryFolder(), 'calls.csv');
  await account.user.ok(['calls', 'export', '-o', file]);
  expect(readFileSync(file, 'utf8')).toContain(id);
  const json = await account.user.run(['calls', 'export', '--json']);
  expect([json.code, json.stdout, json.stderr]).toEqual([2, '', expect.stringContaining('--output')]);
  const unwritable = await account.user.run(['calls', 'export', '-o', '/nowhere/calls.csv']);
  expect(unwritable.code).toBe(1);
  expect(unwritable.stderr).toContain('Can’t write /nowhere/calls.csv');

  const reading = account.user.start(['calls', 'export']);
  reading.child.stdout?.destroy();
  expect(await reading.ended()).toBe(0);
  expect(reading.stderr()).toBe('');
});

test('a recording is saved, played by what is there, or left where it can be found', async () => {
  const account = await api.signUp();
  const { user } = account;
  await connectTwilio(api.url, account);
  const id = await addCall(account, 0, { recording_url: 'https://api.twilio.com/recording' });
  const folder = temporaryFolder();
  const file = join(folder, 'call.mp3');
  await user.ok(['calls', 'play', id, '--output', file]);
  expect(readFileSync(file)).toEqual(MP3);

  const kept = await user.run(['calls', 'play', id], { env: { PATH: '/nowhere' } });
  expect(kept.stderr).toContain('No audio player found');
  expect(readFileSync(kept.stdout.trim())).toEqual(MP3);
  expect(statSync(kept.stdout.trim()).mode & 0o777).toBe(0o600);
  expect((await user.run(['calls', 'play', id, '--json'])).code).toBe(2);

  const heard = join(folder, 'heard');
  writeFileSync(join(folder, 'mpg123'), `#!/bin/sh\ncp "$2" ${heard}\necho "$2" > ${heard}.name\n`);
  chmodSync(join(folder, 'mpg123'), 0o755);
  await user.ok(['calls', 'play', id], { env: { PATH: `${folder}:/bin:/usr/bin` } });
  expect(readFileSync(heard)).toEqual(MP3);
  expect(existsSync(readFileSync(`${heard}.name`, 'utf8').trim())).toBe(false);

  const silent = await addCall(account, 1);
  expect((await user.run(['calls', 'play', silent])).code).toBe(4);
});

test('Ctrl-C ends the player, and nothing stays behind', async () => {
  const account = await api.signUp();
  await connectTwilio(api.url, account);
  const id = await addCall(account, 0, { recording_url: 'https://api.twilio.com/recording' });
  const folder = temporaryFolder();
  // As ffplay does: it ends with an error of its own when it is interrupted.
  writeFileSync(join(folder, 'mpg123'), '#!/bin/sh\ntrap "exit 123" INT\necho "plays $2" >&2\nsleep 60 & wait\n');
  chmodSync(join(folder, 'mpg123'), 0o755);
  const terminal = openTerminal(['calls', 'play', id], account.user.environment({ PATH: `${folder}:/bin:/usr/bin` }));
  await terminal.shows(/plays \S+/);
  const file = /plays (\S+)/.exec(terminal.screen())?.[1] ?? '';
  terminal.type(CTRL_C);
  expect(await terminal.ended()).toBe(130);
  expect(terminal.screen()).not.toContain('Error');
  expect(existsSync(dirname(file))).toBe(false);
});

test('a list fits the terminal', async () => {
  const account = await api.signUp();
  const agent = await createAgent(api.database, account.tenant, { name: 'The front desk of the whole practice' });
  const id = await addCall(account, 0, {
    agent_id: agent.id,
    agent_name: agent.name,
    billable_minutes: 2,
    price_per_minute_cents: 6,
  });
  const rows = new Map([
    [80, /^2026-11-24 16:00 +\+12125550123 +\+14155550100 +The fro… +completed +1:02 +\$0\.12$/],
    [
      160,
      new RegExp(
        `^2026-11-24 16:00 .*The front desk of the whole practice +completed +1:02 +\\$0\\.12 +inbound +${id}$`,
      ),
    ],
  ]);
  for (const [columns, row] of rows) {
    const terminal = openTerminal(['calls', 'list'], account.user.environment(), { columns });
    expect(await terminal.ended()).toBe(0);
    const lines = terminal.screen().trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(lines[1]).toMatch(row);
  }
});

test('calls are watched as they begin and end, until Ctrl-C', async () => {
  const account = await api.signUp();
  const running = await addCall(account, 0, { status: 'ringing', ended_at: null, duration_seconds: null });
  const tail = account.user.start(['calls', 'tail']);
  await tail.printed('Watching calls');
  await tail.printed(new RegExp(`${running}  \\+12125550123 → \\+14155550100  nobody  ringing`));
  await changeCall(running, { status: 'in-progress' });
  await tail.printed(`${running}  +12125550123 → +14155550100  nobody  in-progress`);
  const next = await addCall(account, 2, { status: 'in-progress', ended_at: null, duration_seconds: null });
  await tail.printed(next);
  await changeCall(running, { status: 'completed', ended_at: started(1) });
  await tail.printed(/nobody {2}completed/);
  expect(tail.stdout().trim().split('\n')).toHaveLength(4);
  expect(await tail.stop()).toBe(130);

  const other = await api.signUp();
  const json = other.user.start(['calls', 'tail', '--json']);
  await json.printed('Watching calls');
  const own = await addCall(other, 0, { status: 'in-progress', ended_at: null });
  await json.printed(own);
  expect(JSON.parse(json.stdout())).toMatchObject({ id: own, status: 'in-progress' });
  await json.stop();
});

test('calls are watched in a terminal, in colors', async () => {
  const account = await api.signUp();
  const id = await addCall(account, 0, { status: 'in-progress', ended_at: null, duration_seconds: null });
  const terminal = openTerminal(['calls', 'tail'], account.user.environment());
  await terminal.shows('Watching calls. Press Ctrl+C to stop.');
  await terminal.shows(`${id}  +12125550123 → +14155550100`);
  await changeCall(id, { status: 'completed', ended_at: started(1) });
  await terminal.shows(/nobody {2}completed/);
  terminal.type(CTRL_C);
  expect(await terminal.ended()).toBe(130);
});

test('one call is followed word by word until it is over', async () => {
  const account = await api.signUp();
  const id = await addCall(account, 0, { status: 'in-progress', ended_at: null, duration_seconds: null });
  const tail = account.user.start(['calls', 'tail', id]);
  await tail.printed('in-progress');
  const turns = [turn('assistant', 'Good morning!')];
  await changeCall(id, { transcript: JSON.stringify(turns) });
  await tail.printed('agent   Good morning!');
  turns.push(turn('user', 'Are you open?'));
  await changeCall(id, { transcript: JSON.stringify(turns) });
  await tail.printed('caller  Are you open?');
  await changeCall(id, { status: 'completed', ended_at: started(1) });
  await tail.printed('completed');
  expect(await tail.ended()).toBe(0);
  expect(tail.stdout()).toBe('agent   Good morning!\ncaller  Are you open?\n');

  expect((await account.user.run(['calls', 'tail', newId()])).code).toBe(4);
});
