import { expect, test } from 'vitest';
import { silence, speech, tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';

const calls = useCalls({ policy: { longestTurnMs: 200 } });

const isSilent = (audio: Buffer): boolean => audio.every((byte) => byte === 0xff);

test('a caller who never pauses is not heard from a point on, until the agent has had its say', async () => {
  const [call, provider] = await calls.start();
  provider.callerStarts('u1');
  call.client.sendAudio(speech(100));
  expect(JSON.stringify(await provider.expect('conversation.item.create'))).toContain('Take the turn politely');
  await waitFor('what was said before', () => provider.audio.length >= 800);

  call.client.sendAudio(speech(400));
  await waitFor('silence instead', () => provider.audio.length >= 800 + 3200);
  expect(isSilent(provider.audio.subarray(800))).toBe(true);
  provider.callerStops('u1');
  provider.answer({ responseId: 'r1', itemId: 'i1', text: 'So the tap drips?', audio: tone(400) });
  await call.client.heardAtLeast(100);
  const before = provider.audio.length;
  call.client.sendAudio(speech(200));
  await waitFor('silence instead', () => provider.audio.length >= before + 1600);
  expect(isSilent(provider.audio.subarray(before))).toBe(true);
  await waitFor('the end of the answer', () => call.session.phase === 'listening');
  expect(call.client.heard.equals(tone(400))).toBe(true);
  expect(call.client.clears).toBe(0);

  call.client.sendAudio(Buffer.concat([silence(20), speech(100)]));
  await waitFor('the caller', () => !isSilent(provider.audio.subarray(before)));
  expect(provider.leftovers).toEqual([]);
});
