import { spawn } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { MULAW_SILENCE } from '../../audio/mulaw.ts';
import { openSpeechEngine, openSpeechVoice } from './speech-engine.ts';

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

const ENGINE = JSON.stringify(new URL('./speech-engine.ts', import.meta.url).href);

/** Runs a script in a process of its own; what it prints to stderr is what the runtime complains about. */
async function runScript(script: string): Promise<{ code: unknown; errors: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  return { code, errors };
}

test.each([50, 200, 600])('lets the process exit %i ms into its start', { timeout: 60_000 }, async (ms) => {
  const script = `
    import { openSpeechEngine } from ${ENGINE};
    void openSpeechEngine();
    setTimeout(() => process.exit(7), ${ms});
  `;
  expect(await runScript(script)).toEqual({ code: 7, errors: '' });
});

test('speaks without the models of hearing, and takes them in when an ear is opened', { timeout: 60_000 }, async () => {
  const voice = await openSpeechVoice();
  expect(await voice.synthesize('Only a voice.', 'kal')).not.toHaveLength(0);
  const engine = await openSpeechEngine();
  await voice.close();
  expect(await engine.synthesize('Ears, too.', 'kal')).not.toHaveLength(0);
  const speech = await engine.synthesize('What are your opening hours?', 'rms');
  const heard = await new Promise<string>((resolve) => {
    const ear = engine.listen(
      { silenceMs: 500, threshold: 0.5 },
      { onSpeechStarted: () => undefined, onSpeechStopped: () => undefined, onUtterance: resolve },
    );
    for (const part of [speech, new Uint8Array(8000).fill(MULAW_SILENCE)]) ear.hear(part);
  });
  expect(heard).toMatch(/opening hours/i);
  await engine.close();
});

test('lets the process exit in the middle of a recognition', { timeout: 60_000 }, async () => {
  const script = `
    import { openSpeechEngine } from ${ENGINE};
    const engine = await openSpeechEngine();
    const speech = await engine.synthesize('I would like to book a house cleaning for next Tuesday.', 'rms');
    const ear = engine.listen({ silenceMs: 500, threshold: 0.5 }, {
      onSpeechStarted: () => setTimeout(() => process.exit(7), 60), onSpeechStopped() {}, onUtterance() {},
    });
    for (let i = 0; i < 5; i++) ear.hear(speech);
    setTimeout(() => process.exit(8), 20_000);
  `;
  expect(await runScript(script)).toEqual({ code: 7, errors: '' });
});
