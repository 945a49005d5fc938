import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_TWILIO } from '../src/demo-tenant.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, basicAuth, startTestSandbox, twilioClient } from './sandbox-client.ts';
import { TenantServer } from './tenant-server.ts';

const { accountSid, authToken, phoneNumber, phoneNumberSid } = DEMO_TWILIO;
const RECIPIENT = '+13105550144';
let sandbox: Sandbox;
let tenant: TenantServer;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  tenant = await TenantServer.start(authToken);
});
afterAll(async () => {
  await sandbox.close();
  await tenant.close();
});
beforeEach(() => admin(sandbox, 'POST', '/reset'));

describe('account', () => {
  test('is fetched with its credentials', async () => {
    const account = await twilioClient(sandbox).api.v2010.accounts(accountSid).fetch();
    expect(account).toMatchObject({ sid: accountSid, status: 'active', type: 'Full' });
    expect(account.dateCreated).toBeInstanceOf(Date);
  });

  test('is refused without, with wrong, and with somebody else’s', async () => {
    const other = await admin<{ sid: string; authToken: string }>(sandbox, 'POST', '/twilio/accounts', {});
    const wrong = twilioClient(sandbox, { accountSid, authToken: 'wrong' });
    await expect(wrong.api.v2010.accounts(accountSid).fetch()).rejects.toMatchObject({ code: 20003, status: 401 });
    const stranger = twilioClient(sandbox, { accountSid: other.sid, authToken: other.authToken });
    await expect(stranger.api.v2010.accounts(accountSid).fetch()).rejects.toMatchObject({ code: 20003 });
    const bare = await fetch(`${sandbox.url}/twilio/2010-04-01/Accounts/${accountSid}.json`);
    expect(bare.status).toBe(401);
    expect(await bare.json()).toEqual({
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    });
  });

  test('that is suspended is refused', async () => {
    const given = { status: 'suspended' };
    const account = await admin<{ sid: string; authToken: string }>(sandbox, 'POST', '/twilio/accounts', given);
    const client = twilioClient(sandbox, { accountSid: account.sid, authToken: account.authToken });
    await expect(client.incomingPhoneNumbers.list()).rejects.toMatchObject({ code: 20005 });
  });
});

describe('phone numbers', () => {
  test('are listed over several pages', async () => {
    for (const last of ['01', '02', '03']) {
      await admin(sandbox, 'POST', `/twilio/accounts/${accountSid}/numbers`, { phoneNumber: `+141555501${last}` });
    }
    const numbers = await twilioClient(sandbox).incomingPhoneNumbers.list({ pageSize: 2 });
    expect(numbers.map((number) => number.phoneNumber)).toEqual([
      phoneNumber,
      '+14155550101',
      '+14155550102',
      '+14155550103',
    ]);
    const found = await twilioClient(sandbox).incomingPhoneNumbers.list({ phoneNumber: '+14155550102' });
    expect(found).toHaveLength(1);
  });

  test('take webhooks and keep them', async () => {
    const number = twilioClient(sandbox).incomingPhoneNumbers(phoneNumberSid);
    await number.update({
      voiceUrl: 'https://example.com/voice',
      voiceMethod: 'POST',
      smsUrl: 'https://example.com/sms',
    });
    expect(await number.fetch()).toMatchObject({
      voiceUrl: 'https://example.com/voice',
      smsUrl: 'https://example.com/sms',
      capabilities: { voice: true, sms: true, mms: true, fax: false },
    });
    await expect(number.update({ voiceUrl: 'not a url' })).rejects.toMatchObject({ code: 21205, status: 400 });
  });

  test('are found, bought once and released', async () => {
    const client = twilioClient(sandbox);
    const [offer] = await client.availablePhoneNumbers('US').local.list({ areaCode: 212, limit: 1 });
    const bought = await client.incomingPhoneNumbers.create({ phoneNumber: offer?.phoneNumber ?? '' });
    expect(bought.phoneNumber).toMatch(/^\+121255501\d\d$/);
    await expect(client.incomingPhoneNumbers.create({ phoneNumber: bought.phoneNumber })).rejects.toMatchObject({
      code: 21422,
    });
    expect(await client.incomingPhoneNumbers(bought.sid).remove()).toBe(true);
    await expect(client.incomingPhoneNumbers(bought.sid).fetch()).rejects.toMatchObject({ code: 20404, status: 404 });
  });

  test('of another account are not there', async () => {
    const other = await admin<{ sid: string; authToken: string }>(sandbox, 'POST', '/twilio/accounts', {});
    const client = twilioClient(sandbox, { accountSid: other.sid, authToken: other.authToken });
    expect(await client.incomingPhoneNumbers.list()).toEqual([]);
    await expect(client.incomingPhoneNumbers(phoneNumberSid).fetch()).rejects.toMatchObject({ code: 20404 });
  });
});

describe('messages', () => {
  const send = (given: Partial<{ to: string; from: string; body: string; statusCallback: string }> = {}) =>
    twilioClient(sandbox).messages.create({ to: RECIPIENT, from: phoneNumber, body: 'Hello', ...given });

  test('are accepted, sent and delivered, with a signed report of each step', async () => {
    const message = await send({ statusCallback: `${tenant.url}/message-status`, body: 'x'.repeat(161) });
    expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', numSegments: '2', errorCode: null });
    const sent = await tenant.webhook('/message-status', 0);
    const delivered = await tenant.webhook('/message-status', 1);
    expect(sent).toMatchObject({ signed: true, params: { MessageSid: message.sid, MessageStatus: 'sent' } });
    expect(delivered).toMatchObject({ signed: true, params: { MessageStatus: 'delivered' } });
    expect(await twilioClient(sandbox).messages(message.sid).fetch()).toMatchObject({ status: 'delivered' });
    expect(await twilioClient(sandbox).messages.list({ to: RECIPIENT })).toHaveLength(1);
  });

  test.each([
    ['an invalid To', { to: '+1123' }, 21211],
    ['a From of nobody', { from: '+14155550199' }, 21606],
    ['no body', { body: '' }, 21602],
    ['too long a body', { body: 'x'.repeat(1601) }, 21617],
    ['itself', { to: phoneNumber }, 21266],
  ])('are refused for %s', async (_what, given, code) => {
    await expect(send(given)).rejects.toMatchObject({ status: 400, code });
  });

  test('are refused from a number that cannot text', async () => {
    const numbers = `/twilio/accounts/${accountSid}/numbers`;
    await admin(sandbox, 'POST', numbers, { phoneNumber: '+14155550101', sms: false });
    await expect(send({ from: '+14155550101' })).rejects.toMatchObject({ code: 21606 });
  });

  test('stop after STOP, go on after START, and the webhook hears both', async () => {
    await twilioClient(sandbox)
      .incomingPhoneNumbers(phoneNumberSid)
      .update({ smsUrl: `${tenant.url}/sms` });
    tenant.answer('/sms', '<Response/>');
    const text = (body: string) =>
      admin(sandbox, 'POST', '/twilio/messages', { to: phoneNumber, from: RECIPIENT, body });
    await text('STOP PLEASE');
    await send();
    await text(' stop ');
    await expect(send()).rejects.toMatchObject({ status: 400, code: 21610 });
    expect(await tenant.webhook('/sms', 1)).toMatchObject({
      signed: true,
      params: { From: RECIPIENT, To: phoneNumber, Body: ' stop ', SmsStatus: 'received', NumMedia: '0' },
    });
    await text('Unstop');
    await send();
  });

  test('are answered as the webhook says', async () => {
    await twilioClient(sandbox)
      .incomingPhoneNumbers(phoneNumberSid)
      .update({ smsUrl: `${tenant.url}/sms-reply` });
    tenant.answer('/sms-reply', '<Response><Message>We call you back.</Message></Response>');
    await admin(sandbox, 'POST', '/twilio/messages', { to: phoneNumber, from: RECIPIENT, body: 'Call me' });
    await tenant.webhook('/sms-reply');
    await expect
      .poll(() => twilioClient(sandbox).messages.list({ to: RECIPIENT }), { timeout: 5000 })
      .toMatchObject([{ body: 'We call you back.', direction: 'outbound-reply' }]);
  });
});

describe('what is not there', () => {
  test('is a 404 in Twilio’s form', async () => {
    const client = twilioClient(sandbox);
    await expect(client.calls(`CA${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    const answer = await fetch(`${sandbox.url}/twilio/2010-04-01/Accounts/${accountSid}/Queues.json`, {
      headers: { authorization: basicAuth(accountSid, authToken) },
    });
    expect(await answer.json()).toMatchObject({ code: 20404, status: 404 });
  });
});
