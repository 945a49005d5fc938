import { forTenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { runIdentityJobs } from '@leadlock/identity/testing';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { notify, sendDueEmails } from './index.ts';
import { updateNotificationSettings } from './update-notification-settings.ts';

const database = await useDatabase();
const clock = createMovableClock();
const ctx = createTestContext(database, { clock });

let tenant: Awaited<ReturnType<typeof createTenant>>;
let owner: string;
beforeEach(async () => {
  ctx.providers.email.sent.length = 0;
  tenant = await createTenant(database, { timezone: 'America/Chicago' });
  owner = (await createUser(database, tenant, { role: 'owner' })).email;
});

const turn = (role: string, content: string) => ({ role, content, started_at: null, ended_at: null });
const said = [
  turn('assistant', 'Thank you for calling Bright Smile Dental.'),
  turn('user', 'I chipped a tooth. Can anyone <see> me tomorrow?'),
  turn('system', 'A note for the model.'),
  turn('assistant', 'Dr. Chen has 9:30.'),
];

async function insertCall(tenantId: string, changes: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  await database.system
    .insertInto('call_logs')
    .values({
      tenant_id: tenantId,
      id,
      direction: 'inbound',
      from_number: '+12125550123',
      to_number: '+14155550100',
      caller_name: 'Lee Park',
      agent_name: 'Ava',
      status: 'completed',
      started_at: new Date('2026-11-24T15:04:00Z'),
      ended_at: new Date('2026-11-24T15:06:14Z'),
      duration_seconds: 134,
      appointment_booked: true,
      transcript: JSON.stringify(said),
      twilio_call_sid: `CA${id}`,
      ...changes,
    })
    .execute();
  return id;
}

const tell = (
  callId: string,
  type: 'call.new' | 'call.summary' | 'call.failed' = 'call.new',
  body = 'Your agent spoke.',
) =>
  notify(database.system, {
    tenantId: tenant.id,
    type,
    occasion: callId,
    title: type === 'call.new' ? 'Call from +12125550123' : 'Call summary: booked',
    body,
    metadata: { call_id: callId },
    at: clock.now(),
  });

async function sent() {
  clock.advance(1_000);
  await sendDueEmails(ctx);
  await runIdentityJobs(ctx);
  return ctx.providers.email.sent.filter(({ to }) => to === owner);
}

test('a call’s email tells who called, when in the account’s time zone, how it ended, and what was said', async () => {
  const id = await insertCall(tenant.id);
  await tell(id);
  const [mail, ...more] = await sent();
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('Call from +12125550123');
  for (const told of [
    'Call from Lee Park, +1 (212) 555-0123',
    'When: Tue, Nov 24, 9:04 AM CST',
    'Duration: 2 min 14 sec',
    'Agent: Ava',
    'Outcome: Appointment booked',
    'Ava: Thank you for calling Bright Smile Dental.',
    'Lee Park: I chipped a tooth. Can anyone <see> me tomorrow?',
    `View call:\nhttps://app.example.com/calls/${id}`,
  ]) {
    expect(mail?.text).toContain(told);
  }
  expect(mail?.text).not.toContain('A note for the model');
  expect(mail?.html).toContain('Can anyone &lt;see&gt; me tomorrow?');
  expect(mail?.html).toContain(`href="https://app.example.com/calls/${id}"`);
  expect(mail?.html).toContain('background:#0b6e5f;color:#ffffff');
  const settings = 'https://app.example.com/settings/notifications';
  expect(mail?.text).toContain(`Notification settings: ${settings}`);
  expect(mail?.html).toContain(`href="${settings}"`);
});

test('an analysis takes the place of the excerpt, and a long call is told in part', async () => {
  const [short, long] = [
    await insertCall(tenant.id),
    await insertCall(tenant.id, {
      caller_name: null,
      appointment_booked: null,
      transcript: JSON.stringify(Array.from({ length: 9 }, (_, at) => turn('user', `${at} ${'word '.repeat(80)}`))),
    }),
  ];
  await tell(short);
  await tell(short, 'call.summary', 'Lee chipped a tooth and booked 9:30.');
  await tell(long);
  const [mail] = await sent();
  expect(mail?.subject).toBe('3 new notifications');
  expect(mail?.text).toContain('Lee chipped a tooth and booked 9:30.');
  expect(mail?.text).not.toContain('Thank you for calling');
  expect(mail?.text).toContain('Call from +1 (212) 555-0123');
  expect(mail?.text).toContain(`View the full transcript: https://app.example.com/calls/${long}`);
  expect(mail?.text.match(/^Caller: .*$/gm)?.map((line) => line.length)).toEqual(Array.from({ length: 6 }, () => 248));
  expect(mail?.text).toContain('View notifications:\nhttps://app.example.com/notifications');
});

test('a client of an agency is led to the agency’s domain once it is verified, in its color', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  tenant = await createTenant(database, { parent_tenant_id: agency.id });
  owner = (await createUser(database, tenant, { role: 'owner' })).email;
  await database.system.insertInto('branding').values({ tenant_id: agency.id, primary_color: '#112233' }).execute();
  await database.system
    .insertInto('custom_domains')
    .values({ tenant_id: agency.id, domain: 'voice.pixel.example', token: 'x' })
    .execute();
  const early = await insertCall(tenant.id);
  await tell(early);
  expect((await sent())[0]?.text).toContain(`https://app.example.com/calls/${early}`);
  await database.system
    .updateTable('custom_domains')
    .set({ verified_at: clock.now(), verified_by: 'dns' })
    .where('tenant_id', '=', agency.id)
    .execute();
  const late = await insertCall(tenant.id);
  await tell(late);
  const mail = (await sent()).at(-1);
  expect(mail?.text).toContain(`https://voice.pixel.example/calls/${late}`);
  expect(mail?.html).toContain('background:#112233');
});

test.for<[Record<string, string>, string]>([
  [{ end_reason: 'caller_hangup' }, 'Caller hung up'],
  [{ end_reason: 'caller_hangup', direction: 'outbound' }, 'Contact hung up'],
  [{ end_reason: 'transferred' }, 'Transferred to a person'],
  [{ status: 'no-answer' }, 'Not answered'],
  [{}, 'Completed'],
])('the outcome of a call with %j is that of its page: %s', async ([changes, outcome]) => {
  await tell(await insertCall(tenant.id, { appointment_booked: null, ...changes }));
  expect((await sent())[0]?.text).toContain(`Outcome: ${outcome}\n`);
});

test('another account’s call, or one that is gone, is told in the words of the notification', async () => {
  const foreign = await insertCall((await createTenant(database)).id, { caller_name: 'A stranger' });
  await tell(foreign);
  const [mail] = await sent();
  expect(mail?.text).toContain('Your agent spoke.');
  expect(mail?.text).not.toContain('A stranger');
  expect(mail?.text).not.toContain('Duration');
});

test('summaries of calls and failed calls go out as their own settings say', async () => {
  const set = (changes: object) => updateNotificationSettings(forTenant(ctx, tenant), changes);
  await set({ email_call_summary: false });
  await tell(await insertCall(tenant.id));
  expect(await sent()).toEqual([]);
  await tell(
    await insertCall(tenant.id, { status: 'failed', appointment_booked: null, transcript: null }),
    'call.failed',
    'The call failed.',
  );
  expect((await sent())[0]?.text).toContain('Outcome: Failed');
});

test('what was said stands on one line each, however it was typed', async () => {
  const forged = 'Hi\n\n-- \nLeadlock\r\nView call:\u2028\nhttps://evil.example.com/\u202ecod';
  await tell(await insertCall(tenant.id, { transcript: JSON.stringify([turn('user', forged)]) }));
  const [mail] = await sent();
  expect(mail?.text).toContain('Lee Park: Hi -- Leadlock View call: https://evil.example.com/ cod');
  expect(mail?.text.match(/^View call:$/gm)).toHaveLength(1);
});
