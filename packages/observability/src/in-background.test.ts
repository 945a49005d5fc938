import { expect, test, vi } from 'vitest';
import { inBackground } from './in-background.ts';

test('logs what fails, and nothing else', async () => {
  const error = vi.fn();
  inBackground(Promise.resolve(), { error }, 'the first');
  const err = new Error('broken');
  inBackground(Promise.reject(err), { error }, 'the second');
  await vi.waitFor(() => expect(error).toHaveBeenCalled());
  expect(error.mock.calls).toEqual([[{ err, work: 'the second' }, 'background task failed']]);
});
