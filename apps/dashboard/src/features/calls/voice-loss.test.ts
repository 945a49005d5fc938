import { expect, it, test } from 'vitest';
import type { VoicePart } from './call-metadata.ts';
import { heldBy, lossText } from './voice-loss.ts';

it.each([
  ['refused_http_401', 'refused the connection'],
  ['not_ready', 'took too long to connect'],
  ['closed_1011', 'closed the connection'],
  ['no answer', 'didn’t answer'],
  ['malformed_audio', 'sent invalid data'],
  ['connection_error ECONNRESET', 'lost the connection'],
])('says %s in words', (reason, text) => {
  expect(lossText(reason)).toBe(text);
});

const part = (provider: string): VoicePart => ({ provider, from_ms: 0, until_ms: 1, was_ready: true });

test('who held a call is told in order, once for sessions that followed each other', () => {
  expect(heldBy(['xai', 'xai', 'openai', 'xai'].map(part))).toBe('xAI, then OpenAI, then xAI');
  expect(heldBy([])).toBe('');
});
