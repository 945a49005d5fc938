import { RECORDING_DISCLOSURE } from '@leadlock/telephony/calls';
import { DEFAULT_CALL_POLICY, OWN_SENTENCES } from '@leadlock/voice/session';
import { expect, test } from 'vitest';
import { KNOWN_AHEAD } from './own-voice.ts';

// A goodbye that is not there within `closingTimeoutMs` is not said, and nothing is heard until a notice is there.
test('what a call may have to say without its provider is spoken ahead of need', () => {
  const needed = [RECORDING_DISCLOSURE, DEFAULT_CALL_POLICY.farewell, ...Object.values(OWN_SENTENCES).flat()];
  expect(new Set(KNOWN_AHEAD)).toEqual(new Set(needed));
});
