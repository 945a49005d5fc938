import { beforeEach, describe, expect, test } from 'vitest';
import {
  type CallHarness,
  speech,
  tone,
  waitFor,
  type CallHarnessOptions,
  type ScriptedRealtimeConnection,
} from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';
import { OWN_SENTENCES } from './own-sentences.ts';

let said: string[] = [];
beforeEach(() => {
  said = [];
});

const ownVoice = (text: string): Promise<Uint8Array> => {
  said.push(text);
  return Promise.resolve(tone(100, 13));
};
const { dial } = useCalls({ ownVoice });

const END = { id: 'e1', name: 'end_call', arguments: '{}' };

/** A call in which the agent says a goodbye and asks to hang up. */
async function goodbye(
  audio: Uint8Array,
  options: CallHarnessOptions = {},
): Promise<[CallHarness, ScriptedRealtimeConnection]> {
  const harness = await dial(options);
  const provider = await harness.provider();
  if (audio.length > 0) {
    provider.beginAnswer({ responseId: 'r1', itemId: 'a1' });
    provider.sendSpeech({ responseId: 'r1', itemId: 'a1', text: 'Thank you and goodbye', audio });
  }
  provider.callTool('r1', END);
  await provider.expect('conversation.item.create');
  if (audio.length === 0) await provider.expect('response.create');
  await waitFor('closing', () => harness.session.phase === 'closing');
  return [harness, provider];
}

describe('a goodbye', () => {
  test('is heard to its end, however long', async () => {
    const [harness] = await goodbye(tone(2000), { policy: { closingTimeoutMs: 100 } });
    expect(await harness.result).toMatchObject({ endReason: 'agent_hangup' });
    expect(harness.client.heard).toEqual(tone(2000));
  });

  test('without end is cut at last', async () => {
    const [harness] = await goodbye(tone(5000), { policy: { closingLimitMs: 300 } });
    expect(await harness.result).toMatchObject({ endReason: 'agent_hangup' });
    expect(harness.client.heard.length).toBeLessThan(2000 * 8);
  });

  test('that the agent does not say is said by our own voice', async () => {
    const [harness] = await goodbye(Buffer.alloc(0), { policy: { closingTimeoutMs: 200 } });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
    expect(said).toEqual([OWN_SENTENCES.goodbye]);
    expect(harness.client.heard).toEqual(tone(100, 13));
  });

  test('survives its provider', async () => {
    const [harness, provider] = await goodbye(Buffer.alloc(0));
    provider.drop();
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
    expect(said).toEqual([OWN_SENTENCES.goodbye]);
  });

  test('ends when the caller hangs up during it', async () => {
    const [harness] = await goodbye(tone(5000));
    harness.client.hangUp();
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  });
});

describe('a caller who speaks during the goodbye', () => {
  const ANSWER = { responseId: 'r2', itemId: 'a2', text: 'Of course. What is it?', audio: tone(200, 5) };

  test('and has more to say is answered, and the agent can end the call another time', async () => {
    const [harness, provider] = await goodbye(tone(1000));
    provider.callerTurn('u1', 'Wait, one more thing');
    await waitFor('the call to go on', () => harness.session.phase !== 'closing');
    await provider.expect('conversation.item.truncate');
    expect(JSON.stringify(await provider.expect('conversation.item.create'))).toContain('the call goes on');
    provider.answer(ANSWER);
    await waitFor('listening', () => harness.session.phase === 'listening');
    provider.callerTurn('u2', 'Never mind');
    provider.beginAnswer({ responseId: 'r3', itemId: 'a3' });
    provider.sendSpeech({ responseId: 'r3', itemId: 'a3', text: 'Goodbye!', audio: tone(200, 7) });
    provider.callTool('r3', { ...END, id: 'e2' });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
    expect(harness.client.heard.subarray(-3200)).toEqual(Buffer.concat([tone(200, 5), tone(200, 7)]));
  });

  test('and whose words come after the answer to them is not hung up on either', async () => {
    const [harness, provider] = await goodbye(tone(300));
    provider.callerStarts('u1');
    provider.callerStops('u1');
    provider.answer(ANSWER);
    await harness.client.receivedAtLeast(500);
    provider.callerSaid('u1', 'One more thing');
    await waitFor('the call to go on', () => harness.session.phase !== 'closing');
    await waitFor('listening', () => harness.session.phase === 'listening');
    expect(harness.client.heard).toEqual(Buffer.concat([tone(300), tone(200, 5)]));
  });

  const afterCough = { policy: { transcriptTimeoutMs: 200 } };

  test('and is answered is not hung up on because the words are late', async () => {
    const [harness, provider] = await goodbye(tone(300), afterCough);
    provider.callerStarts('u1');
    provider.callerStops('u1');
    provider.answer(ANSWER);
    await harness.client.heardAtLeast(500);
    const heardAt = performance.now();
    await waitFor('the time of a cough', () => performance.now() - heardAt > 500);
    expect(harness.session.phase).toBe('closing');
    provider.callerSaid('u1', 'One more thing');
    await waitFor('listening', () => harness.session.phase === 'listening');
  });

  test('and is answered is not hung up on because there are no words', async () => {
    const [harness, provider] = await goodbye(tone(300), afterCough);
    provider.callerStarts('u1');
    provider.callerStops('u1');
    provider.answer(ANSWER);
    await waitFor('listening', () => harness.session.phase === 'listening');
    await waitFor('the word that it goes on', () => provider.countOf('conversation.item.create') > 1);
    expect(provider.countOf('conversation.item.create')).toBe(2);
  });

  test('and says goodbye late, after an answer to it, is hung up on', async () => {
    const [harness, provider] = await goodbye(tone(300), afterCough);
    provider.callerStarts('u1');
    provider.callerStops('u1');
    provider.answer(ANSWER);
    await harness.client.heardAtLeast(500);
    provider.callerSaid('u1', 'Bye!');
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  });

  test('for longer than a cough is believed before there are words', async () => {
    const [harness, provider] = await goodbye(tone(3000));
    provider.callerStarts('u1');
    await waitFor('the objection', () => {
      harness.client.sendAudio(speech(100));
      return harness.session.phase !== 'closing';
    });
    expect(harness.session.phase).toBe('listening');
  });

  test.each([
    ['a cough', () => undefined],
    ['a goodbye too', (provider: ScriptedRealtimeConnection) => provider.callerSaid('u1', 'Thank you, bye-bye!')],
    [
      'the end of an earlier turn',
      (provider: ScriptedRealtimeConnection) => provider.callerSaid('u0', 'I need a plumber'),
    ],
  ])('is hung up on after %s', async (_, sound) => {
    const [harness, provider] = await goodbye(tone(400), { policy: { transcriptTimeoutMs: 200 } });
    provider.callerStarts('u1');
    sound(provider);
    provider.callerStops('u1');
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
    expect(harness.client.heard).toEqual(tone(400));
  });

  test('that other tools or the longest duration cause is told goodbye all the same', async () => {
    const harness = await dial({ policy: { maxDurationMs: 400, farewell: 'Time is up.' } });
    const provider = await harness.provider();
    expect(JSON.stringify(await provider.expect('response.create'))).toContain('Time is up.');
    provider.beginAnswer({ responseId: 'r1', itemId: 'a1' });
    provider.callerTurn('u1', 'Wait, one more thing');
    provider.sendSpeech({ responseId: 'r1', itemId: 'a1', text: 'Time is up.', audio: tone(300) });
    provider.finishResponse('r1');
    expect(await harness.result).toMatchObject({ endReason: 'max_duration' });
    expect(harness.client.heard).toEqual(tone(300));
  });
});

test('the longest duration is announced to the agent in time', async () => {
  const harness = await dial({ policy: { maxDurationMs: 1500, warnBeforeEndMs: 700, farewell: 'Bye.' } });
  const provider = await harness.provider();
  expect(JSON.stringify(await provider.expect('conversation.item.create'))).toContain('has to end in 1 seconds');
  expect(JSON.stringify(await provider.expect('response.create'))).toContain('Bye.');
});
