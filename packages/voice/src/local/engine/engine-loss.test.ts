import { expect, test, vi } from 'vitest';
import { openSpeechEngine } from './speech-engine.ts';

test('tells its ears and requests when it ends, and starts anew for the next user', { timeout: 60_000 }, async () => {
  const engine = await openSpeechEngine();
  const closed = vi.fn<(error: Error) => void>();
  const deaf = {
    onSpeechStarted: vi.fn<() => void>(),
    onSpeechStopped: vi.fn<() => void>(),
    onUtterance: vi.fn<() => void>(),
  };
  const ear = engine.listen({ silenceMs: 500, threshold: 0.5 }, { ...deaf, onClosed: closed });
  const late = engine.synthesize('This takes a while to say.', 'slt');
  await Promise.all([expect(late).rejects.toThrow('closed'), engine.close()]);
  expect(closed).toHaveBeenCalledOnce();
  ear.hear(new Uint8Array(160));
  ear.close();

  const next = await openSpeechEngine();
  expect(await next.synthesize('Here again.', 'kal')).not.toHaveLength(0);
  await next.close();
});
