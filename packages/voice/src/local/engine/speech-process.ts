import { setPriority } from 'node:os';
import { createEar } from './ear.ts';
import { loadHearing, type Hearing } from './hearing.ts';
import type { EngineReport, EngineRequest } from './messages.ts';
import { createNameCorrector } from './names/name-corrector.ts';
import { createSpeaker } from './speaking.ts';

// The process of the speech engine. It holds a few hundred MB while somebody is listened to, and gives all of it back by
// ending. What it does not need yet it does not load.
if (!process.send) throw new Error('This file is the speech engine’s process and does not run by itself');

// The process that carries the calls goes first.
setPriority(5);
// It ends with the process that started it, which may let its calls come to an end after a signal to both.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());

const { speak, pronounce } = createSpeaker();
let hearing: Promise<Hearing> | null = null;
let loaded: Hearing | null = null;
const ears = new Map<number, ReturnType<typeof createEar>>();

/** The process that was killed takes nothing more, and that may show before the disconnection does. */
const endWhenUnheard = (error: Error | null): void => {
  if (error) process.exit();
};

function report(message: EngineReport): void {
  if (process.connected) process.send?.(message, undefined, undefined, endWhenUnheard);
}

function listen({ ear, options }: Extract<EngineRequest, { kind: 'listen' }>): void {
  if (!loaded) return report({ kind: 'ear-failed', ear, message: 'The models of hearing are not loaded' });
  const events = {
    speechStarted: () => report({ kind: 'speech-started', ear }),
    speechStopped: () => report({ kind: 'speech-stopped', ear }),
    utterance: (text: string, audioMs: number) => report({ kind: 'utterance', ear, text, audioMs }),
    failed: (error: unknown) => report({ kind: 'ear-failed', ear, message: messageOf(error) }),
  };
  const { names = [] } = options;
  const correctNames = names.length > 0 ? createNameCorrector(names, pronounce) : undefined;
  ears.set(ear, createEar(options, loaded.createDetector(), loaded.recognize, events, correctNames));
}

function answer(request: number, work: Promise<void>): void {
  work.then(
    () => report({ kind: 'done', request }),
    (error: unknown) => report({ kind: 'failed', request, message: messageOf(error) }),
  );
}

async function load(): Promise<void> {
  loaded = await (hearing ??= loadHearing());
}

async function synthesize({ request, text, voice }: Extract<EngineRequest, { kind: 'synthesize' }>): Promise<void> {
  for await (const audio of speak(text, voice)) report({ kind: 'spoken', request, audio });
}

function handle(message: EngineRequest): void {
  switch (message.kind) {
    case 'load-hearing':
      return answer(message.request, load());
    case 'listen':
      return listen(message);
    case 'hear':
      ears.get(message.ear)?.hear(message.audio);
      return;
    case 'stop-listening':
      ears.get(message.ear)?.close();
      ears.delete(message.ear);
      return;
    case 'synthesize':
      return answer(message.request, synthesize(message));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

process.on('message', handle);
report({ kind: 'ready' });
