import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '@leadlock/voice/testing';
import { wavFile } from '../src/audio/wav.ts';
import { DEMO_TWILIO } from '../src/demo-tenant.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, basicAuth, startTestSandbox, twilioClient, waitForCall, waitForStatus } from './sandbox-client.ts';
import type { StreamPeer } from './stream-peer.ts';
import { TenantServer } from './tenant-server.ts';

const { accountSid, authToken, phoneNumber, phoneNumberSid, callerNumber } = DEMO_TWILIO;
let sandbox: Sandbox;
let tenant: TenantServer;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await admin(sandbox, 'POST', '/reset');
  tenant = await TenantServer.start(authToken);
  const number = twilioClient(sandbox).incomingPhoneNumbers(phoneNumberSid);
  await number.update({ voiceUrl: `${tenant.url}/voice`, statusCallback: `${tenant.url}/status` });
  return () => tenant.close();
});

const placeCall = async (caller?: Record<string, unknown>): Promise<string> => {
  const call = { to: phoneNumber, from: callerNumber, ...(caller && { caller }) };
  return (await admin<{ sid: string }>(sandbox, 'POST', '/twilio/calls', call)).sid;
};
const streamTwiml = (after = ''): string =>
  `<Response><Connect><Stream url="${tenant.streamUrl}?dropped=1"><Parameter name="token" value="t&amp;1"/></Stream></Connect>${after}</Response>`;
const connectedPeer = (): Promise<StreamPeer> => waitFor('a stream', () => tenant.streams[0]);
const tone = (ms: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: ms * 8 }, (_, i) => (i % 8 < 4 ? 0x10 : 0x90)));

describe('an incoming call', () => {
  test('asks the number’s voice URL, signed, and reports its end', async () => {
    tenant.answer('/voice', '<Response><Pause length="1"/><Play digits="1w2"/><Hangup/></Response>');
    const sid = await placeCall();
    const webhook = await tenant.webhook('/voice');
    expect(webhook).toMatchObject({
      signed: true,
      params: { CallSid: sid, AccountSid: accountSid, From: callerNumber, To: phoneNumber, CallStatus: 'ringing' },
    });
    const call = await waitForStatus(sandbox, sid, 'completed');
    expect(call.heardSpeechMs).toBeGreaterThan(180);
    const report = await tenant.webhook('/status');
    expect(report).toMatchObject({ signed: true, params: { CallSid: sid, CallStatus: 'completed' } });
    expect(report.params).toMatchObject({
      CallDuration: '1',
      SequenceNumber: '0',
      CallbackSource: 'call-progress-events',
    });
    expect(await twilioClient(sandbox).calls(sid).fetch()).toMatchObject({ status: 'completed', duration: '1' });
  });

  test.each([
    ['an error', { status: 500 }, 11200],
    ['no XML', { status: 200, type: 'application/json', body: '{}' }, 12300],
    ['broken XML', '<Response><Say>Hello</Response>', 12100],
    ['another document', '<html/>', 12100],
    ['a Stream to http', '<Response><Connect><Stream url="http://127.0.0.1/"/></Connect></Response>', 11100],
    ['a Stream to a public ws', '<Response><Connect><Stream url="ws://example.com/"/></Connect></Response>', 11100],
  ])('fails when the voice URL answers with %s', async (_what, answer, code) => {
    tenant.answer('/voice', answer);
    const call = await waitForStatus(sandbox, await placeCall(), 'failed');
    expect(call.alerts).toMatchObject([{ code }]);
    expect((await tenant.webhook('/status')).params).toMatchObject({ CallStatus: 'failed' });
  });

  test('turns to the fallback URL when the voice URL fails', async () => {
    await twilioClient(sandbox)
      .incomingPhoneNumbers(phoneNumberSid)
      .update({ voiceFallbackUrl: `${tenant.url}/fallback` });
    tenant.answer('/voice', { status: 503 });
    tenant.answer('/fallback', '<Response><Reject reason="busy"/></Response>');
    const call = await waitForStatus(sandbox, await placeCall(), 'busy');
    expect(call.startedAt).toBeNull();
    expect((await tenant.webhook('/fallback')).params).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: `${tenant.url}/voice`,
    });
  });

  test('says texts, plays files, and is recorded from the start where that was asked for', async () => {
    const wav = wavFile([tone(300)]);
    tenant.answer('/tone.wav', { status: 200, type: 'audio/wav', body: wav });
    tenant.answer('/song.ogg', { status: 200, type: 'audio/ogg', body: 'OggS' });
    tenant.answer('/outbound', '<Response><Say loop="2">Good morning.</Say><Play>/tone.wav</Play></Response>');
    await admin(sandbox, 'PUT', `/twilio/phones/${callerNumber}`, { ringMs: 0, caller: { hangUp: 'never' } });
    const client = twilioClient(sandbox);
    const url = `${tenant.url}/outbound`;
    const { sid } = await client.calls.create({ to: callerNumber, from: phoneNumber, url, record: true });
    const call = await waitForStatus(sandbox, sid, 'completed');
    expect(call.heard.map((line) => line.text).join(' ')).toMatch(/morning/i);
    expect(call.heardSpeechMs).toBeGreaterThan(1000);
    const [recording] = await client.recordings.list({ callSid: sid });
    expect(recording).toMatchObject({ status: 'completed', channels: 1, source: 'OutboundAPI' });
    expect(Math.abs(Number(recording?.duration) - Number(call.durationSeconds))).toBeLessThanOrEqual(1);

    tenant.answer('/voice', '<Response><Play>/song.ogg</Play></Response>');
    const refused = await waitForStatus(sandbox, await placeCall(), 'failed');
    expect(refused.alerts).toMatchObject([{ code: 12300 }]);
  });

  test('follows redirects and skips what it does not know', async () => {
    tenant.answer(
      '/voice',
      '<Response><Record/><Redirect method="POST">/next?n=1</Redirect><Say>Never</Say></Response>',
    );
    tenant.answer('/next?n=1', '<Response><Hangup/></Response>');
    const call = await waitForStatus(sandbox, await placeCall(), 'completed');
    expect(call.alerts).toMatchObject([{ code: 12200 }]);
    expect((await tenant.webhook('/next?n=1')).signed).toBe(true);
  });
});

describe('a Media Stream', () => {
  test('starts, carries a frame every 20 ms, and stops with the call', async () => {
    tenant.answer('/voice', streamTwiml());
    const sid = await placeCall();
    const peer = await connectedPeer();
    const start = await peer.message('start');
    expect(peer.messages[0]).toEqual({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    expect(start).toMatchObject({
      sequenceNumber: '1',
      start: {
        accountSid,
        callSid: sid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { token: 't&1' },
      },
    });
    expect(tenant.streamHeaders[0]).toMatchObject({ url: '/media', 'x-twilio-signature': expect.any(String) });
    const began = performance.now();
    await peer.message('media', 50);
    expect(performance.now() - began).toBeGreaterThan(700);
    const media = peer.all('media');
    expect(media[0]).toMatchObject({ sequenceNumber: '2', media: { track: 'inbound', chunk: '1', timestamp: '0' } });
    expect(media[49]).toMatchObject({ media: { chunk: '50', timestamp: '980' } });
    await admin(sandbox, 'POST', `/twilio/calls/${sid}/press`, { digits: '5' });
    expect(await peer.message('dtmf')).toMatchObject({ dtmf: { track: 'inbound_track', digit: '5' } });
    await admin(sandbox, 'POST', `/twilio/calls/${sid}/hangup`);
    expect(await peer.message('stop')).toMatchObject({ stop: { accountSid, callSid: sid } });
    await waitFor('the close', () => peer.closeCode === 1000);
    await tenant.webhook('/status');
  });

  test('plays in real time, echoes marks when they are reached, and at once when cleared', async () => {
    tenant.answer('/voice', streamTwiml());
    const sid = await placeCall();
    const peer = await connectedPeer();
    await peer.message('start');
    const began = performance.now();
    peer.play(tone(500));
    peer.mark('half a second');
    peer.play(tone(20_000));
    peer.mark('far away');
    peer.mark('just behind');
    expect(await peer.message('mark')).toMatchObject({ mark: { name: 'half a second' } });
    const echoedAfter = performance.now() - began;
    expect(echoedAfter).toBeGreaterThan(450);
    expect(peer.all('mark')).toHaveLength(1);
    peer.clear();
    await peer.message('mark', 2);
    expect(peer.all('mark').map((one) => one.mark)).toEqual([
      { name: 'half a second' },
      { name: 'far away' },
      { name: 'just behind' },
    ]);
    peer.mark('nothing queued');
    await peer.message('mark', 3);
    const call = await waitForCall(sandbox, sid, 'silence', (state) => state.elapsedMs > 1000);
    expect(call.heardSpeechMs).toBeGreaterThanOrEqual(500);
    expect(call.heardSpeechMs).toBeLessThan(3000);
  });

  test('that its peer closes gives the call back to the document', async () => {
    tenant.answer('/voice', streamTwiml('<Redirect>/after</Redirect>'));
    tenant.answer('/after', '<Response><Hangup/></Response>');
    const sid = await placeCall();
    const peer = await connectedPeer();
    await peer.message('media');
    peer.socket.close(1000);
    await tenant.webhook('/after');
    const call = await waitForStatus(sandbox, sid, 'completed');
    expect(call.alerts).toEqual([]);
  });

  test('survives messages that mean nothing, and shows them', async () => {
    tenant.answer('/voice', streamTwiml());
    const sid = await placeCall();
    const peer = await connectedPeer();
    const { streamSid } = await peer.message('start');
    const bad = [
      'not json',
      '{"event":"media"}',
      JSON.stringify({ event: 'media', streamSid, media: { payload: '***' } }),
      JSON.stringify({ event: 'mark', streamSid }),
      JSON.stringify({ event: 'dance', streamSid }),
    ];
    for (const message of bad) peer.socket.send(message);
    peer.mark('still here');
    await peer.message('mark');
    const call = await waitForStatus(sandbox, sid, 'in-progress');
    expect(call.alerts.map((alert) => alert.code)).toEqual(bad.map(() => 31951));
  });

  test('that cannot be opened ends the call with an alert', async () => {
    tenant.answer('/voice', '<Response><Connect><Stream url="ws://127.0.0.1:1/media"/></Connect></Response>');
    const call = await waitForStatus(sandbox, await placeCall(), 'completed');
    expect(call.alerts).toMatchObject([{ code: 31920 }]);
  });

  test('ends for new instructions, which take over the call', async () => {
    tenant.answer('/voice', streamTwiml());
    const sid = await placeCall();
    const peer = await connectedPeer();
    await peer.message('start');
    peer.play(tone(60_000));
    const call = twilioClient(sandbox).calls(sid);
    await call.update({ twiml: '<Response><Play digits="9"/><Hangup/></Response>' });
    await peer.message('stop');
    await waitForStatus(sandbox, sid, 'completed');
    await expect(call.update({ twiml: '<Response/>' })).rejects.toMatchObject({ code: 21220, status: 400 });
    await expect(call.update({ status: 'completed' })).rejects.toMatchObject({ code: 20404, status: 404 });
  });
});

describe('recordings', () => {
  test('hold both sides and are served as WAV and MP3, whole and in ranges', async () => {
    tenant.answer('/voice', streamTwiml());
    const sid = await placeCall();
    const peer = await connectedPeer();
    await peer.message('start');
    const client = twilioClient(sandbox);
    const started = await client.calls(sid).recordings.create({
      recordingStatusCallback: `${tenant.url}/recording`,
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
      recordingChannels: 'dual',
    });
    expect(started).toMatchObject({ status: 'in-progress', channels: 2, callSid: sid });
    peer.play(tone(1000));
    peer.mark('played');
    await peer.message('mark');
    await client.calls(sid).update({ status: 'completed' });
    expect(await tenant.webhook('/recording', 0)).toMatchObject({ params: { RecordingStatus: 'in-progress' } });
    const done = await tenant.webhook('/recording', 1);
    expect(done).toMatchObject({
      signed: true,
      params: {
        RecordingSid: started.sid,
        RecordingStatus: 'completed',
        RecordingDuration: '1',
        RecordingChannels: '2',
      },
    });
    expect((await tenant.webhook('/status')).params).toMatchObject({ RecordingSid: started.sid });
    expect(await client.recordings(started.sid).fetch()).toMatchObject({ status: 'completed', duration: '1' });

    const url = done.params.RecordingUrl ?? '';
    const get = (ending: string, headers: Record<string, string> = {}) =>
      fetch(url + ending, { headers: { authorization: basicAuth(accountSid, authToken), ...headers } });
    expect((await fetch(`${url}.wav`)).status).toBe(401);
    const wav = Buffer.from(await (await get('.wav')).arrayBuffer());
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav.readUInt16LE(22)).toBe(2);
    const agentSamples = Array.from({ length: (wav.length - 44) / 4 }, (_, i) => wav.readInt16LE(44 + i * 4 + 2));
    expect(agentSamples.filter((sample) => Math.abs(sample) > 1000).length).toBeGreaterThanOrEqual(7900);
    const mp3 = await get('.mp3');
    expect(mp3.headers.get('content-type')).toBe('audio/mpeg');
    const mp3Bytes = Buffer.from(await mp3.arrayBuffer());
    // A frame of MPEG-2.5 layer III starts with eleven set bits.
    expect(mp3Bytes.readUInt16BE(0) & 0xffe0).toBe(0xffe0);
    expect(mp3Bytes.length).toBeGreaterThan(3000);
    const part = await get('.wav', { range: 'bytes=0-43' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 0-43/${wav.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(wav.subarray(0, 44));
    expect((await get('.wav', { range: 'bytes=99999999-' })).status).toBe(416);
    await expect(client.calls(sid).recordings.create()).rejects.toMatchObject({ code: 21220 });
  });
});

describe('an outgoing call', () => {
  const call = (given: Record<string, unknown> = {}) =>
    twilioClient(sandbox).calls.create({
      to: callerNumber,
      from: phoneNumber,
      url: `${tenant.url}/outbound`,
      statusCallback: `${tenant.url}/progress`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      ...given,
    });

  test('rings, is answered, follows its document and reports every step in order', async () => {
    await admin(sandbox, 'PUT', `/twilio/phones/${callerNumber}`, { ringMs: 50, caller: { hangUp: 'never' } });
    tenant.answer('/outbound', '<Response><Play digits="1"/></Response>');
    const created = await call();
    expect(created).toMatchObject({ status: 'queued', direction: 'outbound-api' });
    const steps = await Promise.all([0, 1, 2, 3].map((index) => tenant.webhook('/progress', index)));
    expect(steps.map((step) => step.params.CallStatus)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
    expect(steps.map((step) => step.params.SequenceNumber)).toEqual(['0', '1', '2', '3']);
    expect(steps.every((step) => step.signed)).toBe(true);
    expect((await tenant.webhook('/outbound')).params).toMatchObject({ CallStatus: 'in-progress' });
  });

  test.each(['busy', 'no-answer', 'unreachable'])('to a phone that is %s ends so', async (answer) => {
    await admin(sandbox, 'PUT', `/twilio/phones/${callerNumber}`, { answer, ringMs: 50 });
    const { sid } = await call({ timeout: 1 });
    const ended = await waitForStatus(sandbox, sid, answer === 'unreachable' ? 'failed' : answer);
    expect(ended).toMatchObject({ startedAt: null, durationSeconds: 0 });
    expect(tenant.webhooks.some((one) => one.path === '/outbound')).toBe(false);
  });

  test('can be canceled while it rings', async () => {
    await admin(sandbox, 'PUT', `/twilio/phones/${callerNumber}`, { ringMs: 60_000 });
    const { sid } = await call();
    await waitForStatus(sandbox, sid, 'ringing');
    await twilioClient(sandbox).calls(sid).update({ status: 'canceled' });
    expect(await waitForStatus(sandbox, sid, 'canceled')).toMatchObject({ startedAt: null });
  });

  test.each([
    ['an invalid To', { to: '+100' }, 21211],
    ['a From of nobody', { from: '+14155550188' }, 21210],
    ['no instructions', { url: undefined }, 21205],
  ])('is refused for %s', async (_what, given, code) => {
    await expect(call(given)).rejects.toMatchObject({ status: 400, code });
  });
});

test('a transfer connects two people after a word to the second alone', async () => {
  const colleague = '+13105550155';
  await admin(sandbox, 'PUT', `/twilio/phones/${colleague}`, { ringMs: 20, caller: { hangUp: 'never' } });
  tenant.answer(
    '/voice',
    `<Response><Dial action="/after"><Number url="/whisper" statusCallback="/leg" statusCallbackEvent="ringing completed">${colleague}</Number></Dial></Response>`,
  );
  tenant.answer('/whisper', '<Response><Play digits="123"/></Response>');
  tenant.answer('/after', '<Response><Hangup/></Response>');
  const sid = await placeCall();
  const ringing = await tenant.webhook('/leg');
  const legSid = ringing.params.CallSid ?? '';
  expect(ringing.params).toMatchObject({ ParentCallSid: sid, Direction: 'outbound-dial', To: colleague });
  await tenant.webhook('/whisper');
  await waitForCall(sandbox, legSid, 'the whisper', (leg) => leg.heardSpeechMs >= 300);
  const caller = await waitForCall(sandbox, sid, 'time together', (state) => state.elapsedMs > 1500);
  expect(caller.heardSpeechMs).toBe(0);
  await admin(sandbox, 'POST', `/twilio/calls/${legSid}/hangup`);
  const after = await tenant.webhook('/after');
  expect(after.params).toMatchObject({ DialCallSid: legSid, DialCallStatus: 'completed' });
  await waitForStatus(sandbox, sid, 'completed');
});
