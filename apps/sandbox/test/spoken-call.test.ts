import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { waitFor } from '@leadlock/voice/testing';
import { DEMO_TWILIO } from '../src/demo-tenant.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { RealtimeClient } from './realtime-client.ts';
import { admin, startTestSandbox, twilioClient, waitForStatus } from './sandbox-client.ts';
import type { StreamPeer } from './stream-peer.ts';
import { TenantServer } from './tenant-server.ts';

const { authToken, phoneNumber, phoneNumberSid, callerNumber } = DEMO_TWILIO;
let sandbox: Sandbox;
let tenant: TenantServer;
let engine: SpeechEngine;
beforeAll(async () => {
  // A voice that is asked for while its engine starts comes in pieces.
  engine = await openSpeechEngine();
  await engine.synthesize('Hello.', 'rms');
  sandbox = await startTestSandbox();
  tenant = await TenantServer.start(authToken);
});
afterAll(async () => {
  await tenant.close();
  await sandbox.close();
  await engine.close();
});

/** The least that connects a phone to a voice service: audio through both ways, and silence when the caller speaks. */
async function bridge(peer: StreamPeer): Promise<RealtimeClient> {
  const client = await RealtimeClient.connect(sandbox, '/openai/v1/realtime?model=gpt-realtime', 'sk-sandbox');
  const format = { type: 'audio/pcmu' };
  client.send({
    type: 'session.update',
    session: {
      type: 'realtime',
      instructions:
        'You are Ava, the receptionist of Sunrise Dental.\nOpening hours: Monday to Friday from nine to five.',
      audio: { input: { format, transcription: { model: 'whisper-1' } }, output: { format, voice: 'cedar' } },
    },
  });
  await client.event('session.updated');
  client.onEvent = (event) => {
    if (event.type === 'response.output_audio.delta') peer.play(Buffer.from(String(event.delta), 'base64'));
    if (event.type === 'input_audio_buffer.speech_started') peer.clear();
  };
  peer.onMedia = (payload) => client.send({ type: 'input_audio_buffer.append', audio: payload });
  const greeting = 'Say exactly: Hello, this is Sunrise Dental. How can I help you?';
  client.send({ type: 'response.create', response: { instructions: greeting } });
  return client;
}

test('a caller and an agent talk to each other, heard and spoken', { timeout: 90_000 }, async () => {
  await twilioClient(sandbox)
    .incomingPhoneNumbers(phoneNumberSid)
    .update({ voiceUrl: `${tenant.url}/voice` });
  tenant.answer('/voice', `<Response><Connect><Stream url="${tenant.streamUrl}"/></Connect></Response>`);
  const caller = { script: ['Hi, what are your opening hours?'] };
  const { sid } = await admin<{ sid: string }>(sandbox, 'POST', '/twilio/calls', {
    to: phoneNumber,
    from: callerNumber,
    caller,
  });
  const peer = await waitFor('the stream', () => tenant.streams[0]);
  await peer.message('start');
  const client = await bridge(peer);
  const call = await waitForStatus(sandbox, sid, 'completed', 60_000);
  expect(call.problem).toBeNull();
  expect(call.said).toMatchObject([{ text: 'Hi, what are your opening hours?' }]);
  const heard = call.heard.map((line) => line.text).join(' ');
  expect(heard).toMatch(/sunrise/i);
  expect(heard).toMatch(/nine|9/i);
  expect(call.said[0]?.answeredAfterMs).toBeGreaterThan(400);
  expect(call.said[0]?.answeredAfterMs).toBeLessThan(5000);
  const understood = await client.event('conversation.item.input_audio_transcription.completed');
  expect(understood.transcript).toMatch(/opening hours/i);
  client.close();
});
