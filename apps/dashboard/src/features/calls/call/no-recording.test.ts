import { expect, it } from 'vitest';
import { awaitsRecording, whyNotRecorded } from './no-recording.ts';

const ended_at = '2026-11-22T10:00:00.000Z';
const call = { direction: 'inbound', duration_seconds: 30, ended_at, recording_url: null } as const;
const after = (seconds: number): number => Date.parse(ended_at) + seconds * 1_000;

it('waits a while for the recording of a call that was talked in, and then says why there is none', () => {
  expect(awaitsRecording(call, after(10))).toBe(true);
  expect(awaitsRecording(call, after(600))).toBe(false);
  expect(awaitsRecording({ ...call, recording_url: 'https://x' }, after(10))).toBe(false);
  expect(whyNotRecorded(call, after(10))).toContain('appear here automatically');
  expect(whyNotRecorded(call, after(600))).toContain('provide a recording');
  expect(whyNotRecorded({ ...call, direction: 'test' }, after(10))).toContain('browser');
  expect(whyNotRecorded({ ...call, duration_seconds: 0 }, after(10))).toContain('No agent');
});
