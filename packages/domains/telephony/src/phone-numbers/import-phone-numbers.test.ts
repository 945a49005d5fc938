import { signIn } from '@leadlock/identity/testing';
import { ProviderError, type CarrierNumber, type NumberWebhooks } from '@leadlock/providers/contracts';
import { createTenant } from '@leadlock/testing/factories';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PhoneNumbersApi } from '../../test/phone-numbers-api.ts';
import { createWorld, type World } from '../../test/world.ts';

let api: PhoneNumbersApi;
beforeAll(async () => {
  api = await PhoneNumbersApi.start();
});
afterEach(() => api.reset());
afterAll(() => api.close());

let nextNumber = 5_550_000;
const carrierNumber = (overrides: Partial<CarrierNumber> = {}): CarrierNumber => ({
  sid: `PN${String(nextNumber).padStart(32, '0')}`,
  phoneNumber: `+1628${nextNumber++}`,
  friendlyName: 'Branch office',
  capabilities: { voice: true, sms: true, mms: false },
  voiceUrl: null,
  statusCallback: null,
  voiceApplicationSid: null,
  trunkSid: null,
  ...overrides,
});

/** A Twilio account with these numbers; what is set on them is kept. */
function stock(world: World, numbers: CarrierNumber[]): Map<string, NumberWebhooks> {
  const webhooks = new Map<string, NumberWebhooks>();
  world.carrier.listNumbers = () => Promise.resolve(numbers);
  world.carrier.fetchNumber = (_credentials, sid) => {
    const number = numbers.find((candidate) => candidate.sid === sid);
    return number
      ? Promise.resolve(number)
      : Promise.reject(new ProviderError('not found', { provider: 'twilio', status: 404, code: '20404' }));
  };
  world.carrier.setNumberWebhooks = (_credentials, sid, set) => {
    webhooks.set(sid, set);
    return Promise.resolve();
  };
  return webhooks;
}

describe('importing', () => {
  it('enters the number and points it at our webhooks', async () => {
    const { world, importNumbers } = await api.serve();
    const number = carrierNumber();
    const webhooks = stock(world, [number]);
    const { status, body } = await importNumbers([number.sid]);
    expect(status).toBe(200);
    expect(body).toMatchObject([
      {
        tenant_id: world.tenant.id,
        twilio_sid: number.sid,
        phone_number: number.phoneNumber,
        friendly_name: 'Branch office',
        agent_id: null,
        is_active: true,
        monthly_cost_cents: 115,
        voice_capable: true,
        sms_capable: true,
        mms_capable: false,
        source: 'twilio',
        a2p_status: 'unknown',
        messaging_enabled: false,
      },
    ]);
    const base = `https://api.example.com/webhooks/twilio/${world.tenant.id}`;
    expect(webhooks.get(number.sid)).toEqual({
      voiceUrl: `${base}/voice`,
      statusCallback: `${base}/status`,
    });
  });

  it('sets an imported number up again instead of entering it twice', async () => {
    const { world, importNumbers } = await api.serve();
    const number = carrierNumber();
    stock(world, [number]);
    const first = (await importNumbers([number.sid])).body as { id: string }[];
    const webhooks = stock(world, [{ ...number, capabilities: { voice: true, sms: false, mms: false } }]);
    const second = await importNumbers([number.sid, number.sid]);
    expect(second.body).toMatchObject([{ id: first[0]?.id, sms_capable: false }]);
    expect(webhooks.size).toBe(1);
    expect(await api.numbersOf(world.tenant.id)).toHaveLength(2);
  });

  it('refuses a number that a SIP trunk takes the calls of, with the reason, and does not touch it', async () => {
    const { world, importNumbers } = await api.serve();
    const trunkSid = `TK${'7'.repeat(32)}`;
    const number = carrierNumber({ trunkSid });
    const webhooks = stock(world, [number]);
    const { status, body } = await importNumbers([number.sid]);
    expect(status).toBe(400);
    expect((body as { detail: string }).detail).toContain(`is connected to the Elastic SIP trunk ${trunkSid}`);
    expect(webhooks.size).toBe(0);
    expect(await api.numbersOf(world.tenant.id)).toHaveLength(1);
  });

  it('refuses another account’s number and does not touch it', async () => {
    const holder = await createWorld(api.database);
    const { world, importNumbers } = await api.serve();
    const number = carrierNumber({ phoneNumber: holder.number });
    const webhooks = stock(world, [number]);
    const { status, body } = await importNumbers([number.sid]);
    expect(status).toBe(409);
    expect(JSON.stringify(body)).toContain('already used by another account');
    expect(webhooks.size).toBe(0);
  });

  it('keeps what succeeded and names what failed', async () => {
    const { world, importNumbers } = await api.serve();
    const [good, deaf, broken, last] = [
      carrierNumber(),
      carrierNumber({ capabilities: { voice: false, sms: true, mms: false } }),
      carrierNumber(),
      carrierNumber(),
    ];
    stock(world, [good, deaf, broken, last]);
    const setWebhooks = world.carrier.setNumberWebhooks;
    world.carrier.setNumberWebhooks = async (credentials, sid, webhooks) => {
      if (sid === broken.sid) throw new ProviderError('Too many requests', { provider: 'twilio', status: 429 });
      await setWebhooks?.(credentials, sid, webhooks);
    };
    const missing = `PN${'f'.repeat(32)}`;
    const { status, body } = await importNumbers([good.sid, deaf.sid, broken.sid, missing, last.sid]);
    expect(status).toBe(400);
    const { detail } = body as { detail: string };
    expect(detail).toContain(`Imported: ${good.phoneNumber}, ${last.phoneNumber}.`);
    for (const sid of [deaf.sid, broken.sid, missing]) expect(detail).toContain(`${sid}: `);
    const kept = await api.numbersOf(world.tenant.id);
    expect(kept.map((row) => row.phone_number)).toEqual([world.number, good.phoneNumber, last.phoneNumber]);
  });

  it('gives a number to one of two accounts that import it at once', async () => {
    const number = carrierNumber();
    const both = [await api.serve(), await api.serve()];
    for (const { world } of both) stock(world, [number]);
    const answers = await Promise.all(both.map(({ importNumbers }) => importNumbers([number.sid])));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  it('imports for a sub-account with a Twilio account that its agency has assigned to it', async () => {
    const { world, importNumbers, sub, assignTwilio } = await api.serveAgency();
    await assignTwilio();
    const number = carrierNumber();
    const webhooks = stock(world, [number]);
    const { body } = await importNumbers([number.sid], { subAccountId: sub.id });
    expect(body).toMatchObject([{ tenant_id: sub.id, sub_account_id: null }]);
    expect(webhooks.get(number.sid)?.voiceUrl).toContain(`/webhooks/twilio/${sub.id}/voice`);
    expect(await api.numbersOf(sub.id)).toMatchObject([{ user_tenant_id: sub.id, integration_id: null }]);
  });

  it('takes nothing for a sub-account from the agency’s account that only carries its calls', async () => {
    const { world, importNumbers, request, sub } = await api.serveAgency();
    const number = carrierNumber();
    const webhooks = stock(world, [number]);
    const refused = { status: 400, body: { detail: 'Phone numbers are assigned by the agency' } };
    for (const as of [{ token: await signIn(world.system, sub) }, { subAccountId: sub.id }]) {
      expect(await importNumbers([number.sid], as)).toMatchObject(refused);
      expect(await request('GET', '/twilio/list', undefined, as)).toMatchObject(refused);
    }
    expect(webhooks.size).toBe(0);
    expect(await api.numbersOf(sub.id)).toEqual([]);
  });

  it('takes no number of the agency or a sibling for a sub-account, whatever is assigned to it', async () => {
    const { world, importNumbers, sub, assignTwilio } = await api.serveAgency();
    await assignTwilio();
    const sibling = await createTenant(api.database, { parent_tenant_id: world.tenant.id });
    const held = [carrierNumber(), carrierNumber()];
    const webhooks = stock(world, held);
    await importNumbers(held.map(({ sid }) => sid));
    const assigned = { sub_account_id: sibling.id, user_tenant_id: sibling.id };
    await api.database.system
      .updateTable('phone_numbers')
      .set(assigned)
      .where('twilio_sid', '=', held[1]?.sid ?? '')
      .execute();
    webhooks.clear();
    const { status } = await importNumbers(
      held.map(({ sid }) => sid),
      { token: await signIn(world.system, sub) },
    );
    expect(status).toBe(409);
    expect(webhooks.size).toBe(0);
    expect(await api.numbersOf(sub.id)).toEqual([]);
  });

  it.each([
    ['no number', []],
    ['eleven', Array.from({ length: 11 }, (_, index) => `PN${String(index).padStart(32, '0')}`)],
    ['a number that is none', [7]],
    ['something that is no SID', ['PN1']],
    ['a path to something else', [`..\\IncomingPhoneNumbers\\PN${'1'.repeat(32)}`]],
    ['the SID of a call', [`CA${'1'.repeat(32)}`]],
  ])('refuses %s', async (_name, sids) => {
    const { request } = await api.serve();
    const { status, body } = await request('POST', '/import', { phone_number_sids: sids });
    expect(status).toBe(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'phone_number_sids', ...(sids.length === 1 ? [0] : [])] }] });
  });

  it('is for admins', async () => {
    const { world, importNumbers } = await api.serve();
    const token = await signIn(world.system, world.tenant, { role: 'member' });
    expect((await importNumbers(['PN1'], { token })).status).toBe(403);
    expect((await importNumbers(['PN1'], { token: undefined })).status).toBe(401);
  });

  it('needs a Twilio account', async () => {
    const { world, importNumbers, request } = await api.serve();
    await api.database.system.deleteFrom('integrations').where('tenant_id', '=', world.tenant.id).execute();
    const refused = { status: 400, body: { detail: 'No Twilio account connected' } };
    expect(await importNumbers([`PN${'1'.repeat(32)}`])).toMatchObject(refused);
    expect(await request('GET', '/twilio/list')).toMatchObject(refused);
  });
});

it('lists the Twilio account with what can be imported', async () => {
  const holder = await createWorld(api.database);
  const { world, request } = await api.serve();
  const [free, theirs, ours, deaf] = [
    carrierNumber(),
    carrierNumber({ phoneNumber: holder.number }),
    carrierNumber({ phoneNumber: world.number }),
    carrierNumber({ capabilities: { voice: false, sms: true, mms: true } }),
  ];
  stock(world, [free, theirs, ours, deaf]);
  const { status, body } = await request('GET', '/twilio/list');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    numbers: [
      { phone_number: free.phoneNumber, status: 'available', phone_number_id: null },
      { phone_number: theirs.phoneNumber, status: 'unavailable', phone_number_id: null },
      { phone_number: ours.phoneNumber, status: 'imported', phone_number_id: world.numberId },
      { phone_number: deaf.phoneNumber, status: 'unavailable' },
    ],
    total: 4,
  });
});

it('lists what was changed at Twilio since a number was imported', async () => {
  const { world, request } = await api.serve();
  const base = `https://api.example.com/webhooks/twilio/${world.tenant.id}`;
  const asImported = {
    phoneNumber: world.number,
    voiceUrl: `${base}/voice`,
    statusCallback: `${base}/status`,
  };
  const problems = async (changes: Partial<CarrierNumber>) => {
    stock(world, [carrierNumber({ ...asImported, ...changes })]);
    const { body } = await request('GET', '/twilio/list');
    return (body as { numbers: { problems: string[] }[] }).numbers[0]?.problems;
  };
  expect(await problems({})).toEqual([]);
  expect(await problems({ voiceUrl: 'https://example.com/' })).toEqual(['Its calls go to a different URL.']);
  expect(await problems({ voiceUrl: null, statusCallback: null })).toHaveLength(2);
  const application = `AP${'1'.repeat(32)}`;
  expect(await problems({ voiceApplicationSid: application })).toEqual([
    `The TwiML app ${application} handles its calls.`,
  ]);
  expect(await problems({ trunkSid: `TK${'1'.repeat(32)}` })).toMatchObject([expect.stringContaining('SIP trunk')]);
  const trunked = { phoneNumber: '+16285550999', trunkSid: `TK${'1'.repeat(32)}` };
  stock(world, [carrierNumber(trunked)]);
  expect((await request('GET', '/twilio/list')).body).toMatchObject({
    numbers: [{ status: 'unavailable', problems: [expect.stringContaining('SIP trunk')] }],
  });
});

it('lists an assigned Twilio account to a sub-account without what others hold', async () => {
  const { world, request, importNumbers, sub, assignTwilio } = await api.serveAgency();
  await assignTwilio();
  const [free, theirs, used] = [carrierNumber(), carrierNumber(), carrierNumber({ phoneNumber: world.number })];
  stock(world, [free, theirs, used]);
  await importNumbers([theirs.sid]);
  const { body } = await request('GET', '/twilio/list', undefined, { token: await signIn(world.system, sub) });
  expect(body).toMatchObject({
    numbers: [
      { phone_number: free.phoneNumber, status: 'available', phone_number_id: null },
      { phone_number: used.phoneNumber, status: 'imported', phone_number_id: world.numberId },
    ],
    total: 2,
  });
});
