import { describe, expect, test } from 'vitest';
import { createOpenAiProvider } from '../realtime/openai/index.ts';
import { createXaiProvider } from '../realtime/xai/index.ts';
import { silence, tone, waitFor, type ScriptedRealtimeConnection } from '../testing/index.ts';
import { cough, hiss, spoken, traffic, typing } from '../testing/situations/index.ts';
import type { CallHarness, CallHarnessOptions } from '../testing/call-harness.ts';
import { useCalls } from '../testing/use-calls.ts';
import type { JsonObject } from '../wire/json.ts';

const ANSWER = { responseId: 'r1', itemId: 'i1', text: 'We are open from nine to five on weekdays.' };
const ANSWER_MS = 6000;

describe.each([
  ['openai', createOpenAiProvider],
  ['xai', createXaiProvider],
] as const)('while the agent speaks through %s', (name, createProvider) => {
  const calls = useCalls({ createProvider, client: { playback: 'manual' } });

  /** A call in whose middle the agent has said two of six seconds. */
  async function midSentence(options?: CallHarnessOptions): Promise<[CallHarness, ScriptedRealtimeConnection]> {
    const [call, provider] = await calls.start(options);
    provider.callerTurn('u0', 'When are you open?');
    provider.answer({ ...ANSWER, audio: tone(ANSWER_MS) });
    await call.client.receivedAtLeast(ANSWER_MS);
    call.client.play(2000);
    await call.client.settled();
    return [call, provider];
  }

  /** What the caller does, with the silence that follows it, as fast as the socket takes it. */
  async function does(call: CallHarness, audio: Buffer): Promise<void> {
    call.client.sendAudio(Buffer.concat([audio, silence(300)]));
    await call.client.settled();
  }

  /** The provider writes down what it was given aside. */
  async function transcribe(provider: ScriptedRealtimeConnection, words: string): Promise<void> {
    await provider.expect('session.update');
    await provider.expect('input_audio_buffer.clear');
    await provider.expect('input_audio_buffer.commit');
    await provider.expect('session.update');
    provider.send({ type: 'input_audio_buffer.committed', item_id: 'aside', previous_item_id: null });
    provider.callerSaid('aside', words);
  }

  /** Marks are 400 ms apart, and between them the clock tells how much was heard. */
  async function expectCut(provider: ScriptedRealtimeConnection): Promise<void> {
    const cut = await provider.expect('conversation.item.truncate');
    expect(cut.item_id).toBe('i1');
    expect(cut.audio_end_ms).toBeGreaterThanOrEqual(2000);
    expect(cut.audio_end_ms).toBeLessThanOrEqual(2800);
  }

  /** The words that were written down aside are taken back, before or after the agent's sentence is cut. */
  async function expectForgotten(provider: ScriptedRealtimeConnection): Promise<void> {
    const isTakenBack = (message: JsonObject): boolean =>
      message.type === 'conversation.item.delete' && message.item_id === 'aside';
    await waitFor('the words to be taken back', () => provider.received.some(isTakenBack));
  }

  /** The agent has gone on where it fell silent, to the end of its sentence. */
  async function expectWhole(call: CallHarness): Promise<void> {
    await call.client.receivedAtLeast(ANSWER_MS + 3500);
    await waitFor('the end of the sentence', () => {
      call.client.play(ANSWER_MS);
      return call.session.phase === 'listening';
    });
    const [whole, rest] = [tone(ANSWER_MS), call.client.heard.subarray(2000 * 8)];
    expect(call.client.heard.subarray(0, 2000 * 8).equals(whole.subarray(0, 2000 * 8))).toBe(true);
    expect(rest.equals(whole.subarray(whole.length - rest.length))).toBe(true);
    expect(rest.length).toBeLessThanOrEqual(4000 * 8);
  }

  /** Once aside, and once as the caller's own speech. */
  const timesHeard = ({ audio }: ScriptedRealtimeConnection, word: Buffer): number =>
    audio.toString('latin1').split(word.subarray(0, 160).toString('latin1')).length - 1;

  const isSilent = (audio: Buffer): boolean => audio.every((byte) => byte === 0xff);

  test.each([
    ['a cough', cough()],
    ['hiss', hiss(2000, -20)],
    ['traffic', traffic(2000, -16)],
    ['typing', typing(2000)],
  ])('%s changes nothing, and the provider does not hear of it', async (_, audio) => {
    const [call, provider] = await midSentence();
    await does(call, audio);
    await waitFor('the frames', () => provider.audio.length >= audio.length);
    expect(isSilent(provider.audio)).toBe(true);
    expect(provider.leftovers).toEqual([]);
    expect(call.client.clears).toBe(0);
    call.client.play(ANSWER_MS);
    expect(call.client.heard.equals(tone(ANSWER_MS))).toBe(true);
  });

  test('"uh-huh" is written down, forgotten, and neither stops the agent nor is answered', async () => {
    const hum = await spoken('uh-huh');
    const [call, provider] = await midSentence();
    await does(call, hum);
    await transcribe(provider, 'Uh-huh.');
    expect(await provider.expect('conversation.item.delete')).toMatchObject({ item_id: 'aside' });
    call.client.play(ANSWER_MS);
    await call.client.settled();
    expect(call.client.clears).toBe(0);
    expect(call.client.heard.equals(tone(ANSWER_MS))).toBe(true);
    expect(provider.leftovers).toEqual([]);
    expect(call.session.progress().transcript.map(({ content }) => content)).toEqual([
      'When are you open?',
      ANSWER.text,
    ]);
  });

  test.each(['Stop.', 'Wait.', 'No.'])('%s stops the agent, and is answered', async (words) => {
    const word = await spoken(words, 'slt');
    const [call, provider] = await midSentence();
    await does(call, word);
    await transcribe(provider, words);
    await expectCut(provider);
    await provider.expect('response.create');
    expect(call.client.clears).toBe(1);
    expect(call.session.progress().transcript).toMatchObject([
      { content: 'When are you open?' },
      { role: 'assistant', interrupted: true },
      { role: 'user', content: words },
    ]);
  });

  test('whoever says a word and speaks on is heard from that word on, and it is not answered by itself', async () => {
    const [word, sentence] = [await spoken('Stop.', 'slt'), await spoken('I have a question about the price.', 'slt')];
    const [call, provider] = await midSentence();
    await does(call, word);
    call.client.sendAudio(sentence.subarray(0, 320 * 8));
    await call.client.settled();
    await transcribe(provider, 'Stop.');
    await expectForgotten(provider);
    await waitFor('the word', () => timesHeard(provider, word) === 2);
    expect([call.client.clears, provider.countOf('response.create')]).toEqual([1, 0]);
  });

  test('a word whose sound the provider hears with what followed it is not told to it again', async () => {
    const [word, sentence] = [await spoken('Stop.', 'slt'), await spoken('I have a question about the price.', 'slt')];
    const [call, provider] = await midSentence();
    await does(call, word);
    call.client.sendAudio(sentence);
    await waitFor('the word', () => timesHeard(provider, word) === 2);
    await transcribe(provider, 'Stop.');
    await expectForgotten(provider);
    expect([call.client.clears, provider.countOf('response.create')]).toEqual([1, 0]);
    expect(call.session.progress().transcript.map(({ content }) => content)).not.toContain('Stop.');
  });

  test('a word that follows agreement before that is known is asked for, too', async () => {
    const [hum, word] = [await spoken('uh-huh'), await spoken('Stop.', 'slt')];
    const [call, provider] = await midSentence();
    await does(call, hum);
    await does(call, word);
    await transcribe(provider, 'Uh-huh.');
    expect(await provider.expect('conversation.item.delete')).toMatchObject({ item_id: 'aside' });
    await transcribe(provider, 'Uh-huh. Stop.');
    await expectCut(provider);
    await provider.expect('response.create');
    expect(call.client.clears).toBe(1);
  });

  /** A provider that hears nothing but turns which it answers, in a call whose gateway understands `words`. */
  const withoutAsides = (words: string): CallHarnessOptions => ({
    ownEars: () => Promise.resolve(words),
    createProvider(options) {
      const provider = createProvider(options);
      return {
        ...provider,
        open: (config, listener) => Object.assign(provider.open(config, listener), { hearAside: undefined }),
      };
    },
  });

  test('what the provider cannot hear aside we hear ourselves: it stops the agent, which is told', async () => {
    const word = await spoken('Stop.', 'slt');
    const [call, provider] = await midSentence(withoutAsides('Stop.'));
    await does(call, word);
    await expectCut(provider);
    expect(JSON.stringify(await provider.expect('conversation.item.create'))).toContain('"text":"Stop."');
    await provider.expect('response.create');
    expect(isSilent(provider.audio)).toBe(true);
    expect(call.client.clears).toBe(1);
    expect(call.session.progress().transcript.map(({ content }) => content)).toContain('Stop.');
  });

  test('agreement that we heard ourselves changes nothing, and the provider does not hear of it', async () => {
    const hum = await spoken('uh-huh');
    const [call, provider] = await midSentence(withoutAsides('Uh-huh.'));
    await does(call, hum);
    call.client.play(ANSWER_MS);
    await call.client.settled();
    expect(call.client.heard.equals(tone(ANSWER_MS))).toBe(true);
    expect([call.client.clears, provider.leftovers]).toEqual([0, []]);
    expect(isSilent(provider.audio)).toBe(true);
  });

  test('a sentence stops the agent before it is over, and is heard from its first sound on', async () => {
    const [call, provider] = await midSentence();
    const question = await spoken('I have a question about the price.', 'slt');
    await does(call, silence(1000));
    call.client.sendAudio(question.subarray(0, 600 * 8));
    await waitFor('the agent to fall silent', () => call.client.clears === 1);
    await does(call, question.subarray(600 * 8));
    await waitFor('the sentence', () => provider.audio.includes(question.subarray(0, -160)));
    provider.callerStarts('u1');
    expect(provider.leftovers).toEqual([]);
    provider.callerSaid('u1', 'I have a question about the price.');
    await expectCut(provider);
    provider.callerStops('u1');
    provider.answer({ responseId: 'r2', itemId: 'i2', text: 'Which one?', audio: tone(500, 5) });
    await call.client.receivedAtLeast(ANSWER_MS + 500);
    expect(provider.leftovers).toEqual([]);
  });

  test('long agreement makes the agent pause, and go on where it was', async () => {
    const agreement = await spoken('I understand that makes sense', 'slt');
    const [call, provider] = await midSentence();
    await does(call, agreement);
    await waitFor('the agent to fall silent', () => call.client.clears === 1);
    provider.callerStarts('u1');
    provider.callerStops('u1');
    provider.beginAnswer({ responseId: 'r2', itemId: 'i2' });
    expect((await provider.expect('response.cancel')).type).toBe('response.cancel');
    provider.finishResponse('r2', 'cancelled');
    provider.callerSaid('u1', 'I understand, that makes sense.');
    expect(await provider.expect('conversation.item.delete')).toMatchObject({ item_id: 'u1' });
    await expectWhole(call);
    expect(provider.leftovers).toEqual([]);
    expect(call.session.progress().transcript).toMatchObject([{}, { content: ANSWER.text }]);
    expect(call.session.progress().interruptions).toBe(0);
  });

  test('a voice that the provider does not hear makes the agent pause, and go on', async () => {
    const sentence = await spoken('I do not have time for this.', 'slt');
    const [call, provider] = await midSentence();
    await does(call, sentence);
    await waitFor('the agent to fall silent', () => call.client.clears === 1);
    await expectWhole(call);
    expect(provider.leftovers).toEqual([]);
  });

  test('whoever talks over the last words is heard from their first sound on', async () => {
    const [call, provider] = await midSentence();
    call.client.play(3500);
    const yes = await spoken('Yes.', 'slt');
    await does(call, yes);
    expect(isSilent(provider.audio)).toBe(true);
    call.client.play(500);
    await waitFor('the end of the sentence', () => call.session.phase === 'listening');
    await does(call, silence(100));
    await waitFor('the word', () => provider.audio.includes(yes.subarray(0, yes.length - (yes.length % 160))));
    expect(call.client.clears).toBe(0);
    expect(provider.leftovers).toEqual([]);
  });

  test('what is typed or pressed while the caller is thought to interrupt counts', async () => {
    const sentence = await spoken('I do not have time for this.', 'slt');
    const [call, provider] = await midSentence();
    await does(call, sentence);
    await waitFor('the agent to fall silent', () => call.client.clears === 1);
    call.client.sendDtmf('1');
    await expectCut(provider);
    expect(JSON.stringify(await provider.expect('conversation.item.create'))).toContain('pressed 1');
    await provider.expect('response.create');
  });

  test(`${name} is told not to interrupt by itself`, async () => {
    const [, provider] = await calls.start();
    expect(JSON.stringify(provider.received[0])).not.toContain('"interrupt_response":true');
  });
});
