import { newId } from '@leadlock/core/ids';
import { ProviderError } from '@leadlock/providers/contracts';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { DANA, LEE, startTransferWorld } from '../../test/transfers-world.ts';
import { CALLER, callRow, newCallSid, sign } from '../../test/world.ts';
import { settleCall } from '../calls/settle-call.ts';
import { sweepLostCalls } from '../calls/sweep-lost-calls.ts';
import { findCall } from '../calls/queries.ts';
import { toCallLogResponse } from '../calls/call-view.ts';

const database = await useDatabase();
const start = (options: Parameters<typeof startTransferWorld>[1] = {}) => startTransferWorld(database, options);
const refusedByTwilio = (): Promise<never> =>
  Promise.reject(new ProviderError('No', { provider: 'twilio', status: 400, code: '13227' }));

describe('a blind transfer', () => {
  it('dials the target for the caller, shows their number, and ends the recording with the agent’s part', async () => {
    const { world, call, transfer, asked, redirects, lastRow } = await start();
    expect(await transfer({ target: 'Dana', reason: 'Charged twice' })).toMatchObject({
      handsOver: true,
      result: { transferred: true, to: 'Dana' },
    });
    expect(asked).toEqual([`redirect ${call.callSid}`, `stop recording ${call.callSid}`]);
    expect(redirects[0]).toContain(`<Dial callerId="${CALLER}" answerOnBridge="true"`);
    expect(redirects[0]).toContain(`statusCallbackEvent="answered completed">${DANA}</Number>`);
    expect(redirects[0]).not.toContain('whisper');
    const row = await lastRow();
    expect(row).toMatchObject({ kind: 'blind', status: 'calling', target_name: 'Dana', reason: 'Charged twice' });
    expect(row?.handed_over_at).not.toBeNull();
    const shown = await findCall(world.ctx.db, world.tenant.id, call.callId);
    expect(shown && toCallLogResponse(shown, world.ctx).metadata).toMatchObject({
      transfers: [{ target: 'Dana', number: DANA, kind: 'blind', status: 'calling' }],
    });
  });

  it('ends as the carrier reports, whatever the order', async () => {
    const { transfer, callee, lastRow } = await start();
    await transfer({ target: 'Dana' });
    await callee('status', { CallStatus: 'in-progress' });
    expect(await lastRow()).toMatchObject({ status: 'connected' });
    expect((await callee('dialed', { DialCallStatus: 'completed' })).text).toContain('<Hangup/>');
    await callee('status', { CallStatus: 'completed' });
    await callee('status', { CallStatus: 'in-progress' });
    expect(await lastRow()).toMatchObject({ status: 'completed' });
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no_answer'],
    ['failed', 'failed'],
  ])('tells the caller where the target is %s', async (carrier, status) => {
    const { transfer, callee, lastRow } = await start();
    await transfer({ target: 'Dana' });
    const { text } = await callee('dialed', { DialCallStatus: carrier });
    expect(text).toMatch(/<Say>I am sorry, no one can take your call/);
    expect(await lastRow()).toMatchObject({ status });
  });

  it.each<[string, () => Promise<unknown>, string, string]>([
    ['the carrier refuses', refusedByTwilio, 'failed', 'rejected'],
    ['the caller is gone', () => Promise.resolve(false), 'caller_gone', 'hung up'],
  ])('fails where %s, and the agent is told', async (_what, redirectCall, status, words) => {
    const { world, transfer, asked, lastRow } = await start();
    world.carrier.redirectCall = redirectCall as () => Promise<boolean>;
    const { result, handsOver } = await transfer({ target: 'Dana' });
    expect(result.error).toContain(words);
    expect(handsOver).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await lastRow()).toMatchObject({ status });
  });

  it('happens once, and another one only when it is over', async () => {
    const { transfer, callee, redirects } = await start();
    await transfer({ target: 'Dana' });
    expect((await transfer({ target: 'Dana', reason: 'again' })).result.error).toContain('already');
    await callee('dialed', { DialCallStatus: 'busy' });
    await transfer({ target: 'Dana', reason: 'once more' });
    expect(redirects).toHaveLength(2);
  });

  it('goes to nobody but the agent’s targets, and to no number that is on the call', async () => {
    const { world, transfer, redirects } = await start({
      agentSettings: { transfer_targets: [{ name: 'Me', number: CALLER }] },
    });
    expect((await transfer({ target: 'Dana' })).result.error).toContain('Invalid arguments');
    expect((await transfer({ target: 'Me' })).result.error).toContain('already on this call');
    await database.system
      .updateTable('call_logs')
      .set({ direction: 'test' })
      .where('tenant_id', '=', world.tenant.id)
      .execute();
    expect((await transfer({ target: 'Me', reason: 'x' })).result.error).toContain('browser test');
    expect(redirects).toEqual([]);
  });
});

describe('the agent’s part', () => {
  it('is billed and kept as transferred; what the carrier counts of the rest is no difference', async () => {
    const { world, call, transfer, status } = await start();
    await transfer({ target: 'Dana' });
    await settleCall(world.ctx, call.callId, { status: 'completed', endReason: 'transferred', durationMs: 61_000 });
    await status(call.callSid, 'completed', '900');
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'completed',
      end_reason: 'transferred',
      duration_seconds: 61,
      billable_minutes: 2,
      carrier_seconds: null,
    });
    const { metadata } = await callRow(world, call.callSid);
    expect(metadata).not.toHaveProperty('billing_difference');
  });

  it('also where the carrier reports the end before the gateway does', async () => {
    const { world, call, transfer, status } = await start();
    await transfer({ target: 'Dana' });
    await status(call.callSid, 'completed', '900');
    await settleCall(world.ctx, call.callId, { status: 'completed', endReason: 'transferred', durationMs: 5_000 });
    expect(await callRow(world, call.callSid)).toMatchObject({ duration_seconds: 5, carrier_seconds: null });
  });

  it('is closed without ending the call when its gateway has died', async () => {
    const { world, call, gatewayId, transfer, ended } = await start();
    await transfer({ target: 'Dana' });
    const longAgo = new Date(Date.now() - 60_000);
    await database.system.updateTable('gateways').set({ last_seen_at: longAgo }).where('id', '=', gatewayId).execute();
    await sweepLostCalls(world.system);
    expect(await callRow(world, call.callSid)).toMatchObject({ status: 'completed', end_reason: 'transferred' });
    expect(ended).toEqual([]);
  });

  it('is not ended either by a gateway that dies while the carrier passes the call on', async () => {
    const { world, call, gatewayId, transfer, ended } = await start();
    const asked = Promise.withResolvers<void>();
    const { redirectCall } = world.carrier;
    const passedOn = Promise.withResolvers<boolean>();
    world.carrier.redirectCall = () => {
      asked.resolve();
      return passedOn.promise;
    };
    const outcome = transfer({ target: 'Dana' });
    await asked.promise;
    const longAgo = new Date(Date.now() - 60_000);
    await database.system.updateTable('gateways').set({ last_seen_at: longAgo }).where('id', '=', gatewayId).execute();
    await sweepLostCalls(world.system);
    expect(await callRow(world, call.callSid)).toMatchObject({ status: 'completed', end_reason: 'transferred' });
    expect(ended).toEqual([]);
    world.carrier.redirectCall = redirectCall;
    passedOn.resolve(true);
    await outcome;
  });
});

describe('the whisper', () => {
  const withWhisper = { agentSettings: { whisper_enabled: true } };

  it('is asked of the target’s leg, and says what the model makes of the call', async () => {
    const { world, call, transfer, redirects, post, lastRow } = await start(withWhisper);
    await transfer({ target: 'Dana' });
    const path = `/webhooks/twilio/${world.tenant.id}/whisper/${call.callSid}`;
    expect(redirects[0]).toContain(`url="https://api.example.com${path}" method="POST"`);
    const answer = await post(`whisper/${call.callSid}`, { CallSid: 'CA1' });
    expect(answer).toMatchObject({ status: 200, type: 'text/xml' });
    expect(answer.text).toContain('<Say>Anna was charged twice in May. She wants the money back.</Say>');
    expect((await lastRow())?.summary).toContain('Anna');
  });

  it('answers a GET, whose fields are signed in the address', async () => {
    const { world, url, call, transfer } = await start(withWhisper);
    await transfer({ target: 'Dana' });
    const path = `/webhooks/twilio/${world.tenant.id}/whisper/${call.callSid}?AccountSid=${world.accountSid}&CallSid=CA1`;
    const ask = (signature: string) => fetch(url + path, { headers: { 'X-Twilio-Signature': signature } });
    const answer = await ask(sign(`https://api.example.com${path}`, {}));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<Say>Anna');
    expect((await ask('wrong')).status).toBe(403);
  });

  it('says what the caller said where there is no model', async () => {
    const { call, transfer, post } = await start({ ...withWhisper, summary: null });
    await transfer({ target: 'Dana', reason: 'Wants a refund & more' });
    const { text } = await post(`whisper/${call.callSid}`, {});
    expect(text).toContain('You have a caller at 2 1 2 5 5 5 0 1 2 3.');
    expect(text).toContain('Reason: Wants a refund &amp; more.');
    expect(text).toContain('They last said: I am Anna, and I was charged twice in May.');
  });

  it.each<[string, (sid: string) => string]>([
    ['a call that is not passed on', (sid) => sid],
    ['a call that nobody knows', () => `CA${'0'.repeat(32)}`],
    ['what is no call', () => 'x'],
  ])('is nothing for %s', async (_what, sidOf) => {
    const { call, post } = await start(withWhisper);
    expect(await post(`whisper/${sidOf(call.callSid)}`, {})).toMatchObject({
      status: 200,
      text: expect.stringMatching(/<Response><\/Response>$/) as string,
    });
  });

  it('is nothing when something goes wrong, and refused to whoever has no signature', async () => {
    const { world, call, transfer, post } = await start(withWhisper);
    world.system.providers.llm.generate = () => Promise.reject(new Error('a bug'));
    await transfer({ target: 'Dana' });
    expect((await post(`whisper/${call.callSid}`, {})).text).toMatch(/<Response><\/Response>$/);
    expect((await post(`whisper/${call.callSid}`, {}, { signature: null })).status).toBe(403);
  });

  it('is nothing for another tenant with a signature of its own', async () => {
    const { call, transfer, redirects } = await start(withWhisper);
    await transfer({ target: 'Dana' });
    const other = await startTransferWorld(database);
    expect((await other.post(`whisper/${call.callSid}`, {})).text).toMatch(/<Response><\/Response>$/);
    expect(redirects).toHaveLength(1);
  });
});

describe('a warm transfer', () => {
  /** Begins one, and waits until the target is called. */
  async function ask(options: Parameters<typeof startTransferWorld>[1] = {}) {
    const served = await start(options);
    const outcome = served.transfer({ target: 'Lee', reason: 'Water in the basement' });
    await expect.poll(async () => (await served.lastRow())?.callee_call_sid).toBe(served.calleeSid);
    return { ...served, outcome };
  }

  it('calls the target from the business’s number, and asks who has picked up', async () => {
    const { world, placed, outcome, callee, over, lastRow } = await ask();
    const { id } = (await lastRow()) ?? {};
    const address = `https://api.example.com/webhooks/twilio/${world.tenant.id}/transfers/${id}`;
    expect(placed).toEqual([
      {
        from: world.number,
        to: LEE,
        sendDigits: 'wwww45',
        url: `${address}/ask`,
        statusCallback: `${address}/status`,
        machineCallback: `${address}/machine`,
        timeoutSeconds: 25,
      },
    ]);
    const { text } = await callee('ask');
    expect(text).toContain('<Gather input="dtmf speech" numDigits="1"');
    expect(text).toContain('This is Front desk with a caller at 2 1 2 5 5 5 0 1 2 3. Anna was charged twice in May.');
    expect(text).toContain(`action="${address}/answer"`);
    expect(await lastRow()).toMatchObject({ status: 'asking' });
    over.abort();
    await outcome;
  });

  it.each<Record<string, string>>([{ Digits: '1' }, { SpeechResult: 'Yes, sure.' }])(
    'connects the two on %j',
    async (answer) => {
      const { call, outcome, callee, asked, redirects, lastRow, ended } = await ask();
      await callee('ask');
      const { text } = await callee('answer', answer);
      expect(await outcome).toMatchObject({ handsOver: true, result: { transferred: true, to: 'Lee' } });
      const room = /<Conference[^>]*>([^<]+)</.exec(text)?.[1];
      expect(room).toBeDefined();
      expect(redirects).toEqual([expect.stringContaining(`>${room}</Conference>`)]);
      expect(asked).toEqual([`redirect ${call.callSid}`, `stop recording ${call.callSid}`]);
      expect(await lastRow()).toMatchObject({ status: 'connected' });
      // On a retry it is the same.
      expect((await callee('answer', answer)).text).toBe(text);
      await callee('status', { CallStatus: 'completed' });
      await callee('status', { CallStatus: 'completed' });
      expect(await lastRow()).toMatchObject({ status: 'completed' });
      expect(ended).toEqual([call.callSid]);
    },
  );

  it.each<[string, (callee: Awaited<ReturnType<typeof ask>>['callee']) => Promise<unknown>, string, string]>([
    ['a key', (callee) => callee('answer', { Digits: '2' }), 'declined', 'cannot take the call'],
    ['a word', (callee) => callee('answer', { SpeechResult: 'I can’t right now' }), 'declined', 'cannot take the call'],
    ['hanging up', (callee) => callee('status', { CallStatus: 'completed' }), 'declined', 'cannot take the call'],
    ['a machine', (callee) => callee('machine', { AnsweredBy: 'machine_start' }), 'voicemail', 'voicemail answered'],
    ['a busy line', (callee) => callee('status', { CallStatus: 'busy' }), 'busy', 'busy'],
    ['nobody', (callee) => callee('status', { CallStatus: 'no-answer' }), 'no_answer', 'did not answer'],
    ['a dead line', (callee) => callee('status', { CallStatus: 'failed' }), 'failed', 'Couldn’t reach'],
    ['silence', (callee) => callee('answer?attempt=1'), 'no_answer', 'did not answer'],
  ])('brings the caller back on %s', async (_what, decide, status, words) => {
    const { outcome, callee, redirects, lastRow, ended, calleeSid } = await ask();
    await callee('ask');
    await decide(callee);
    const { result, handsOver } = await outcome;
    expect(handsOver).toBeUndefined();
    expect(result).toMatchObject({ error: expect.stringContaining(words) as string, outcome: status });
    expect(redirects).toEqual([]);
    expect(await lastRow()).toMatchObject({ status });
    expect(new Set(ended)).toEqual(new Set([calleeSid]));
    expect((await callee('answer', { Digits: '1' })).text).toMatch(/already hung up.*<Hangup\/>/);
  });

  it('asks again who says nothing or something else', async () => {
    const { outcome, callee, lastRow } = await ask();
    await callee('ask');
    const { text } = await callee('answer', { SpeechResult: 'Hello?' });
    expect(text).toContain('answer?attempt=1');
    expect(await lastRow()).toMatchObject({ status: 'asking' });
    await callee('answer?attempt=1', { Digits: '1' });
    expect(await outcome).toMatchObject({ handsOver: true });
  });

  it('ends the target’s leg when the caller hangs up, and whoever says yes then is told', async () => {
    const { outcome, callee, over, ended, calleeSid, lastRow, redirects } = await ask();
    await callee('ask');
    over.abort();
    expect((await outcome).result).toMatchObject({ outcome: 'caller_gone' });
    expect(ended).toEqual([calleeSid]);
    expect((await callee('answer', { Digits: '1' })).text).toContain('already hung up');
    expect(await lastRow()).toMatchObject({ status: 'caller_gone' });
    expect(redirects).toEqual([]);
  });

  it('ends the target’s leg when the caller is gone at the last moment', async () => {
    const { world, outcome, callee, ended, calleeSid, lastRow } = await ask();
    world.carrier.redirectCall = () => Promise.resolve(false);
    await callee('ask');
    await callee('answer', { Digits: '1' });
    expect((await outcome).result).toMatchObject({ outcome: 'caller_gone' });
    expect(ended).toEqual([calleeSid]);
    expect(await lastRow()).toMatchObject({ status: 'caller_gone', handed_over_at: null });
  });

  it('brings the caller back where the carrier does not connect them, or calls nobody', async () => {
    const { world, outcome, callee, ended, calleeSid, lastRow, transfer } = await ask();
    world.carrier.redirectCall = refusedByTwilio;
    await callee('ask');
    await callee('answer', { Digits: '1' });
    expect((await outcome).result).toMatchObject({ outcome: 'failed' });
    expect(ended).toEqual([calleeSid]);
    world.carrier.placeCall = refusedByTwilio;
    expect((await transfer({ target: 'Lee' })).result).toMatchObject({ outcome: 'failed' });
    expect(await lastRow()).toMatchObject({ status: 'failed' });
  });

  it('ends the target’s leg when the gateway dies in the middle', async () => {
    const { world, call, gatewayId, outcome, callee, ended, calleeSid, lastRow, over } = await ask();
    await callee('ask');
    const longAgo = new Date(Date.now() - 60_000);
    await database.system.updateTable('gateways').set({ last_seen_at: longAgo }).where('id', '=', gatewayId).execute();
    world.carrier.fetchCall = (_credentials, sid) => Promise.resolve({ sid, status: 'completed', durationSeconds: 5 });
    await sweepLostCalls(world.system);
    expect(await callRow(world, call.callSid)).toMatchObject({ end_reason: 'gateway_lost' });
    expect(await lastRow()).toMatchObject({ status: 'caller_gone' });
    expect(ended).toContain(calleeSid);
    over.abort();
    expect((await outcome).handsOver).toBeUndefined();
  });

  it('ends the target’s leg when the carrier reports the end of the caller’s call', async () => {
    const { call, outcome, callee, status, ended, calleeSid, lastRow } = await ask();
    await callee('ask');
    await status(call.callSid, 'completed', '30');
    expect(await lastRow()).toMatchObject({ status: 'caller_gone' });
    expect(ended).toContain(calleeSid);
    expect((await outcome).result).toMatchObject({ outcome: 'caller_gone' });
  });

  it('takes nothing from another tenant, nor without a signature', async () => {
    const { world, outcome, callee, lastRow, over, post } = await ask();
    const row = await lastRow();
    const other = await startTransferWorld(database);
    const asked = await other.post(`transfers/${row?.id}/answer`, { CallSid: 'CA1', Digits: '1' });
    expect(asked.text).toContain('<Hangup/>');
    expect(asked.text).not.toContain('Conference');
    expect((await post(`transfers/${row?.id}/answer`, { Digits: '1' }, { signature: null })).status).toBe(403);
    expect(await lastRow()).toMatchObject({ status: 'calling' });
    expect((await callee('status', { CallSid: 'CA1' })).status).toBe(422);
    expect(world.tenant.id).not.toBe(other.world.tenant.id);
    over.abort();
    await outcome;
  });

  it('of a sub-account on its agency’s number goes through the agency’s webhooks', async () => {
    const { world, post } = await start({ world: { tenant: { tenant_type: 'agency' } } });
    const sub = await createTenant(database, { tenant_type: 'sub_account', parent_tenant_id: world.tenant.id });
    const [callId, id] = [newId(), newId()];
    await database.system
      .insertInto('call_logs')
      .values({
        tenant_id: sub.id,
        id: callId,
        twilio_call_sid: newCallSid(),
        twilio_account_sid: world.accountSid,
        direction: 'inbound',
        from_number: CALLER,
        to_number: world.number,
        status: 'in-progress',
        started_at: new Date(),
      })
      .execute();
    await database.system
      .insertInto('call_transfers')
      .values({ tenant_id: sub.id, id, call_id: callId, kind: 'warm', target_name: 'Lee', target_number: LEE })
      .execute();
    const statusOf = async () =>
      (await database.system.selectFrom('call_transfers').select('status').where('id', '=', id).executeTakeFirst())
        ?.status;
    const other = await start({ world: { tenant: { tenant_type: 'agency' } } });
    const report = { CallSid: newCallSid(), CallStatus: 'busy' };
    await other.post(`transfers/${id}/status`, report);
    expect(await statusOf()).toBe('calling');
    await post(`transfers/${id}/status`, report);
    expect(await statusOf()).toBe('busy');
  });
});
