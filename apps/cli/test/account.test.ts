import { newId } from '@leadlock/core/ids';
import { ProviderError } from '@leadlock/providers/contracts';
import { createAgent } from '@leadlock/testing/factories';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { anyTwilioAccount, connectTwilio, startRealApi, type Account, type RealApi } from './harness/real-api.ts';

const SID = `PN${'7'.repeat(32)}`;
const AT_TWILIO = {
  sid: SID,
  phoneNumber: '+14155550111',
  friendlyName: 'Main line',
  capabilities: { voice: true, sms: true, mms: false },
  voiceUrl: null,
  statusCallback: null,
  voiceApplicationSid: null,
  trunkSid: null,
};

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let api: RealApi;
beforeAll(async () => {
  api = await startRealApi({
    providers: {
      telephony: {
        ...anyTwilioAccount,
        listNumbers: () => Promise.resolve([AT_TWILIO]),
        fetchNumber: (_credentials, sid) => {
          if (sid === SID) return Promise.resolve(AT_TWILIO);
          // Ten more numbers than those that an import takes at once; one that is asked for after them is not there.
          const at = Number(sid.slice(2));
          if (at >= 10) return Promise.reject(new ProviderError('No such number', { provider: 'twilio', status: 404 }));
          return Promise.resolve({ ...AT_TWILIO, sid, phoneNumber: `+1415555020${at}` });
        },
        setNumberWebhooks: () => Promise.resolve(),
      },
    },
  });
});
afterAll(() => api.close());

test('an import that stops in the middle says how far it came', async () => {
  const account = await api.signUp();
  await connectTwilio(api.url, account);
  const sids = Array.from({ length: 11 }, (_, at) => `PN${String(at).padStart(32, '0')}`);
  const { code, stdout, stderr } = await account.user.run(['numbers', 'import', ...sids, '--json']);
  const report = JSON.parse(stdout) as object[];
  expect(report).toHaveLength(11);
  expect(report[0]).toMatchObject({ phone_number: '+14155550200' });
  expect(report[10]).toEqual({ twilio_sid: sids[10], error: expect.any(String) });
  expect([code, stderr]).toEqual([1, expect.stringContaining('10 of 11 were done before')]);
});

async function addNumber(account: Account, phone_number: string): Promise<string> {
  const id = newId();
  await api.database.system
    .insertInto('phone_numbers')
    .values({
      tenant_id: account.tenant.id,
      id,
      user_tenant_id: account.tenant.id,
      twilio_sid: `PN${id.replaceAll('-', '')}`,
      phone_number,
    })
    .execute();
  return id;
}

test('API keys are made, listed, revoked and deleted', async () => {
  const { user } = await api.signUp();
  const made = await user.run(['keys', 'create', 'Zapier', '--expires-in-days', '30']);
  expect(made.stdout).toMatch(/^sk_\S+\n$/);
  expect(made.stderr).toContain('won’t be shown again');
  const [key] = await user.json<{ id: string; key_prefix: string }[]>(['keys', 'list']);
  expect(await user.ok(['keys', 'list'])).toMatch(/Zapier +sk_\S+… +active/);

  expect((await user.run(['keys', 'revoke', 'Zapier'])).code).toBe(2);
  expect((await user.run(['keys', 'revoke', 'Zap', '--yes'])).code).toBe(2);
  expect(await user.ok(['keys', 'revoke', '--help'])).toMatch(/requires\s+full\s+names\s+and\s+IDs/);
  await user.ok(['keys', 'revoke', `${key?.key_prefix}…`, '--yes']);
  expect(await user.ok(['keys', 'list'])).toMatch(/Zapier +sk_\S+… +revoked/);
  expect(await user.json(['keys', 'delete', key?.id ?? '', '--yes'])).toEqual({ id: key?.id, deleted: true });
  expect(await user.json(['keys', 'list'])).toEqual([]);
  expect((await user.run(['keys', 'delete', 'Zapier', '--yes'])).code).toBe(4);
  expect((await user.run(['keys', 'create', 'x', '--expires-in-days', 'soon'])).code).toBe(2);
});

test('the time zone of the account is shown and changed', async () => {
  const { user } = await api.signUp();
  expect(await user.ok(['account', 'time-zone'])).toBe('UTC\n');
  const changed = await user.run(['account', 'time-zone', 'Asia/Kathmandu']);
  expect([changed.code, changed.stderr]).toEqual([0, expect.stringContaining('Asia/Kathmandu')]);
  expect(await user.json(['account', 'time-zone'])).toEqual({ timezone: 'Asia/Kathmandu' });
  expect(await user.ok(['whoami'])).toMatch(/^time zone +Asia\/Kathmandu$/m);
  expect(await user.json(['whoami'])).toMatchObject({ timezone: 'Asia/Kathmandu' });
  const unknown = await user.run(['account', 'time-zone', 'Mars/Olympus']);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('timezone')]);
});

test('the account is renamed', async () => {
  const { user, tenant } = await api.signUp();
  expect(await user.ok(['account', 'name'])).toBe(`${tenant.name}\n`);
  expect((await user.run(['account', 'name', 'Harbor Dental'])).stderr).toContain('Account renamed to Harbor Dental');
  expect(await user.json(['account', 'name'])).toEqual({ name: 'Harbor Dental' });
  const empty = await user.run(['account', 'name', '']);
  expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('name')]);
});

async function addCall(tenantId: string, minutesAgo: number, status = 'completed'): Promise<string> {
  const id = newId();
  const started_at = new Date(Date.now() - minutesAgo * 60_000);
  await api.database.system
    .insertInto('call_logs')
    .values({
      tenant_id: tenantId,
      id,
      twilio_call_sid: `CA${id.replaceAll('-', '')}`,
      direction: 'inbound',
      status,
      from_number: '+12125550123',
      to_number: '+14155550100',
      started_at,
      ended_at: started_at,
    })
    .execute();
  return id;
}

test('an agency lists the calls of its sub-accounts', async () => {
  const { user } = await api.signUp('agency');
  const [harbor, seaside] = [
    await user.json<{ id: string; slug: string }>(['sub-accounts', 'create', 'Harbor Heating']),
    await user.json<{ id: string; slug: string }>(['sub-accounts', 'create', 'Seaside Roofing']),
  ];
  expect((await user.run(['sub-accounts', 'calls'])).stderr).toContain('No calls found');
  const newest = await addCall(seaside.id, 1, 'failed');
  const older = await addCall(harbor.id, 2);
  const lines = (await user.ok(['sub-accounts', 'calls'])).trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/Seaside Roofing +\+12125550123 .* failed/);
  expect(lines[2]).toContain('Harbor Heating');
  const ids = async (...more: string[]) =>
    (await user.json<{ id: string }[]>(['sub-accounts', 'calls', ...more])).map(({ id }) => id);
  expect(await ids()).toEqual([newest, older]);
  expect(await ids(harbor.slug)).toEqual([older]);
  expect(await ids('--status', 'failed')).toEqual([newest]);
  expect(await ids('--live')).toEqual([]);
  const one = await user.run(['sub-accounts', 'calls', '--limit', '1']);
  expect([one.stdout.trim().split('\n').length, one.stderr]).toEqual([2, expect.stringContaining('Use --limit')]);
  expect((await user.run(['sub-accounts', 'calls', 'nobody'])).code).toBe(4);
});

test('an API key may not make keys', async () => {
  const { user } = await api.signUp();
  const key = (await user.ok(['keys', 'create', 'ci'])).trim();
  const { code, stderr } = await user.run(['keys', 'create', 'more'], { env: { LEADLOCK_API_KEY: key } });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^Error: /);
});

test('people are invited and removed', async () => {
  const { user, email } = await api.signUp();
  const invited = await user.run(['members', 'invite', 'sam@example.com', '--role', 'admin']);
  expect(invited.stderr).toMatch(/Invited sam@example\.com as admin\. Expires 20\d\d-/);
  expect(await user.ok(['members', 'list'])).toMatch(/sam@example\.com +– +admin +invited/);
  expect(await user.json(['members', 'list'])).toHaveLength(2);
  expect((await user.run(['members', 'remove', 'SAM@example.com'])).stderr).toContain('Remove sam@example.com');
  expect((await user.run(['members', 'invite', 'sam', '--role', 'admin'])).stderr).toMatch(/^ {2}email: /m);
  expect((await user.run(['members', 'invite', 'x@example.com', '--role', 'boss'])).code).toBe(2);
  await user.ok(['members', 'remove', 'sam@example.com', '--yes']);
  expect(await user.json(['members', 'list'])).toMatchObject([{ email }]);
  const last = await user.run(['members', 'remove', email, '--yes']);
  expect(last.code).toBe(1);
});

test('numbers are imported and given to agents', async () => {
  const account = await api.signUp();
  const { user, tenant } = account;
  expect((await user.run(['numbers', 'list', '--twilio'])).code).toBe(2);
  await connectTwilio(api.url, account);
  expect(await user.ok(['numbers', 'list', '--twilio'])).toMatch(/PN7+ +\+14155550111 +Main line +available/);
  expect((await user.run(['numbers', 'import', '+14155550999'])).code).toBe(4);
  const imported = await user.run(['numbers', 'import', '(415) 555-0111']);
  expect(imported.stderr).toContain('Imported +14155550111');
  expect(await user.json(['numbers', 'import', SID])).toMatchObject([{ phone_number: '+14155550111' }]);

  const agent = await createAgent(api.database, tenant, { name: 'Front desk' });
  const assigned = await user.run(['numbers', 'assign', '+1 415 555 0111', '--agent', 'Front desk']);
  expect(assigned.stderr).toContain('+14155550111 is answered by Front desk');
  expect(await user.ok(['numbers', 'list'])).toMatch(/\+14155550111 .* Front desk/);
  expect(await user.json(['numbers', 'list'])).toMatchObject([{ agent_id: agent.id }]);
  expect(await user.json(['numbers', 'assign', '+14155550111', '--no-agent'])).toMatchObject({ agent_id: null });
  expect((await user.run(['numbers', 'assign', '+14155550111'])).code).toBe(2);
  expect((await user.run(['numbers', 'assign', '+14155550111', '--no-agent', '--to-agency'])).code).toBe(2);
  expect((await user.run(['numbers', 'assign', '+14155550112', '--no-agent'])).code).toBe(4);
  // An unset variable in a script, and a contradiction, must not take the agent off the line.
  await user.ok(['numbers', 'assign', '+14155550111', '--agent', 'Front desk']);
  for (const wrong of [
    ['--agent', ''],
    ['--agent', 'Front desk', '--no-agent'],
    ['--no-agent', '--agent', 'Front desk'],
  ])
    expect([wrong, (await user.run(['numbers', 'assign', '+14155550111', ...wrong])).code]).toEqual([wrong, 2]);
  expect(await user.json(['numbers', 'list'])).toMatchObject([{ agent_id: agent.id }]);
  expect((await user.run(['numbers', 'assign', '+14155550111', '--to-agency'])).code).toBe(3);
});

test('an agency runs its sub-accounts, and acts in them', async () => {
  const account = await api.signUp('agency');
  const { user } = account;
  expect((await user.run(['sub-accounts', 'list'])).stderr).toContain('No sub-accounts found');
  const settings = ['--admin-email', 'pat@example.com', '--per-minute-cents', '25'];
  const made = await user.json<{ id: string; slug: string }>([
    'sub-accounts',
    'create',
    'Harbor Plumbing',
    ...settings,
  ]);
  expect(made).toMatchObject({ slug: 'harbor-plumbing', per_minute_rate_cents: 25 });
  expect(await user.ok(['sub-accounts', 'list'])).toMatch(/harbor-plumbing +Harbor Plumbing +active .*\$0\.25/);
  expect(await user.ok(['sub-accounts', 'show', made.id])).toMatch(/^administrator +pat@example\.com$/m);
  const nowhere = await user.run(['agents', 'list']);
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('Add --sub-account <slug>')]);
  const updated = await user.ok(['sub-accounts', 'update', made.slug, '--monthly-cents', '9900']);
  expect(updated).toMatch(/^per month +\$99\.00$/m);
  expect((await user.run(['sub-accounts', 'update', made.slug])).code).toBe(2);
  expect((await user.run(['sub-accounts', 'create', 'Other', '--slug', made.slug])).code).toBe(1);
  expect((await user.run(['sub-accounts', 'invite', made.slug])).stderr).toContain('Invited pat@example.com');

  expect(await user.json(['whoami', '--sub-account', made.slug])).toMatchObject({ tenant: { id: made.id } });
  await user.ok(['agents', 'create', '-f', '-', '--sub-account', made.id], {
    input: 'name: Plumber\nsystem_prompt: You answer.\n',
  });
  expect(await user.json(['agents', 'list', '--sub-account', made.slug])).toMatchObject([{ name: 'Plumber' }]);
  expect((await user.run(['agents', 'list', '--sub-account', 'nobody'])).code).toBe(4);
  expect((await user.run(['agents', 'list', '--sub-account', newId()])).code).toBe(3);

  const number = await addNumber(account, '+14155550122');
  const given = await user.run(['numbers', 'assign', number, '--to-sub-account', made.slug]);
  expect(given.stderr).toContain('assigned to Harbor Plumbing');
  expect(await user.ok(['numbers', 'list'])).toContain('Harbor Plumbing');
  expect(await user.json(['numbers', 'assign', number, '--to-agency'])).toMatchObject({ sub_account_id: null });

  await user.ok(['sub-accounts', 'suspend', made.slug, '--reason', 'Invoice overdue', '--yes']);
  expect(await user.ok(['sub-accounts', 'show', made.slug])).toMatch(/suspension reason +Invoice overdue/);
  expect(await user.json(['sub-accounts', 'resume', made.slug])).toMatchObject({ is_suspended: false });
  expect((await user.run(['sub-accounts', 'delete', made.slug])).code).toBe(2);
  await user.ok(['sub-accounts', 'delete', made.slug, '--yes']);
  expect(await user.json(['sub-accounts', 'show', made.slug])).toMatchObject({ is_active: false });

  const direct = await api.signUp();
  expect((await direct.user.run(['sub-accounts', 'list'])).code).toBe(3);
});
