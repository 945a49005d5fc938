import { platform, setPriority } from 'node:os';
import { exit } from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { createEar } from './ear.ts';
import { loadFlite } from './flite.ts';
import { loaded } from './inference-gate.ts';
import type { EngineReport, EngineRequest, SpeechWorkerData } from './messages.ts';
import { loadMoonshine } from './moonshine.ts';
import { loadSilero } from './silero.ts';

// The thread of the speech engine: all inference of the process happens here.
const port = parentPort;
if (!port) throw new Error('This file is the speech engine’s thread and does not run by itself');
const { threads, gate } = workerData as SpeechWorkerData;

// The thread that carries the calls goes first. Only Linux gives threads a priority of their own.
if (platform() === 'linux') setPriority(5);

const [recognise, createDetector, synthesize] = await Promise.all([
  loadMoonshine(threads, gate),
  loadSilero(gate),
  loadFlite(),
]);
loaded(gate);
const ears = new Map<number, ReturnType<typeof createEar>>();

function report(message: EngineReport): void {
  port?.postMessage(message, []);
}

function handle(message: EngineRequest): void {
  switch (message.kind) {
    case 'listen': {
      const { ear } = message;
      const events = {
        speechStarted: () => report({ kind: 'speech-started', ear }),
        speechStopped: () => report({ kind: 'speech-stopped', ear }),
        utterance: (text: string, audioMs: number) => report({ kind: 'utterance', ear, text, audioMs }),
        failed: (error: unknown) => report({ kind: 'ear-failed', ear, message: messageOf(error) }),
      };
      ears.set(ear, createEar(message.options, createDetector(), recognise, events));
      return;
    }
    case 'hear':
      ears.get(message.ear)?.hear(message.audio);
      return;
    case 'stop-listening':
      ears.get(message.ear)?.close();
      ears.delete(message.ear);
      return;
    case 'stop':
      // Between two inferences, which is the only time at which this thread may end.
      return exit();
    case 'synthesize': {
      const { request } = message;
      synthesize(message.text, message.voice).then(
        (audio) => report({ kind: 'synthesized', request, audio }),
        (error: unknown) => report({ kind: 'synthesis-failed', request, message: messageOf(error) }),
      );
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

port.on('message', handle);
report({ kind: 'ready' });
