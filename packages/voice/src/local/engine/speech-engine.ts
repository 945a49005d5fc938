import { Worker } from 'node:worker_threads';
import { createInferenceGate, shut } from './inference-gate.ts';
import type { LocalVoice } from '../descriptor.ts';
import type { EarOptions, EngineReport, EngineRequest, SpeechWorkerData } from './messages.ts';
import { speakable } from './speakable.ts';
import { createSynthesisCache } from './synthesis-cache.ts';

/** What an ear hears. Times are in audio, so that a stream faster or slower than real time gives the same turns. */
export interface EarListener {
  onSpeechStarted(): void;
  /** The turn is over; its words follow as soon as they are recognised. */
  onSpeechStopped(): void;
  /**
   * The words of one turn, which lasted `audioMs` with its final silence. '' when no word was understood. A turn that was
   * only a noise has none.
   */
  onUtterance(text: string, timing: { audioMs: number }): void;
  /** Something of this turn was lost; the next will be heard again. */
  onError?(error: Error): void;
  /** The engine is gone: this ear hears nothing any more. */
  onClosed?(error: Error): void;
}

export interface Ear {
  /** Takes 8 kHz μ-law of any length; the bytes may be reused afterwards. */
  hear(audio: Uint8Array): void;
  close(): void;
}

/** Speech to text and text to speech on this machine, in a thread of its own. */
export interface SpeechEngine {
  /** Opens an ear: μ-law in, turns and words out. */
  listen(options: EarOptions, listener: EarListener): Ear;
  /** Speaks a text: 8 kHz μ-law, empty for a text without a word. Errors: rejects when the engine is closed or fails. */
  synthesize(text: string, voice: LocalVoice): Promise<Uint8Array>;
  /** Gives the engine back; the last user's `close` ends the thread. Safe to call twice. */
  close(): Promise<void>;
}

export interface SpeechEngineOptions {
  /** Threads of one recognition. One is as fast as two for short turns and leaves the other cores to the calls. */
  threads?: number;
}

/** The thread of this process and how many opened it. */
interface SharedEngine {
  users: number;
  started: Promise<EngineThread>;
}

interface EngineThread {
  listen(options: EarOptions, listener: EarListener): Ear;
  synthesize(text: string, voice: LocalVoice): Promise<Uint8Array>;
  hasFailed(): boolean;
  stop(): Promise<void>;
}

/**
 * How long the exit of the process waits for an inference, or for a model that loads: each takes about 1 s, and ten times
 * that where every core is busy.
 */
const LONGEST_INFERENCE_MS = 20_000;

let shared: SharedEngine | null = null;

/**
 * Starts the process's speech engine or joins the one that runs (about 0.8 s for the first). `options` count only for the
 * start. Errors: rejects when a model is missing or does not load; the next call tries again.
 */
export async function openSpeechEngine(options: SpeechEngineOptions = {}): Promise<SpeechEngine> {
  const engine = (shared ??= { users: 0, started: startEngine(options) });
  engine.users++;
  const thread = await engine.started.catch((error: unknown) => {
    if (shared === engine) shared = null;
    throw error;
  });
  if (thread.hasFailed()) {
    if (shared === engine) shared = null;
    return openSpeechEngine(options);
  }
  let open = true;
  return {
    listen: (earOptions, listener) => thread.listen(earOptions, listener),
    synthesize: (text, voice) =>
      open ? thread.synthesize(text, voice) : Promise.reject(new Error('The speech engine is closed')),
    async close() {
      if (!open) return;
      open = false;
      engine.users--;
      if (engine.users > 0) return;
      if (shared === engine) shared = null;
      await thread.stop();
    },
  };
}

async function startEngine({ threads = 1 }: SpeechEngineOptions): Promise<EngineThread> {
  const gate = createInferenceGate();
  const worker = new Worker(new URL('./speech-worker.ts', import.meta.url), {
    name: 'speech-engine',
    workerData: { threads, gate } satisfies SpeechWorkerData,
    // Flite runs under WASI, which Node calls experimental once per process.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  // The runtime aborts a process that exits during an inference or while a model loads.
  const finishInference = (): void => shut(gate, LONGEST_INFERENCE_MS);
  process.once('exit', finishInference);
  worker.once('exit', () => process.off('exit', finishInference));
  const ears = new Map<number, EarListener>();
  const waiting = new Map<number, { resolve(audio: Uint8Array): void; reject(error: Error): void }>();
  const cached = createSynthesisCache();
  let failure: Error | null = null;
  let nextId = 1;

  // An engine that nobody waits for does not keep the process alive.
  const post = (request: EngineRequest): void =>
    worker.postMessage(request, request.kind === 'hear' ? [request.audio.buffer] : []);
  const updateRef = (): void => (waiting.size > 0 ? worker.ref() : worker.unref());

  function handle(report: EngineReport): void {
    switch (report.kind) {
      case 'speech-started':
        return ears.get(report.ear)?.onSpeechStarted();
      case 'speech-stopped':
        return ears.get(report.ear)?.onSpeechStopped();
      case 'utterance':
        return ears.get(report.ear)?.onUtterance(report.text, { audioMs: report.audioMs });
      case 'ear-failed':
        return ears.get(report.ear)?.onError?.(new Error(report.message));
      case 'synthesized':
        waiting.get(report.request)?.resolve(report.audio);
        break;
      case 'synthesis-failed':
        waiting.get(report.request)?.reject(new Error(report.message));
        break;
      case 'ready':
        return;
    }
    waiting.delete(report.request);
    updateRef();
  }

  function fail(error: Error): void {
    if (failure) return;
    failure = error;
    for (const request of waiting.values()) request.reject(error);
    for (const ear of ears.values()) ear.onClosed?.(error);
    waiting.clear();
    ears.clear();
  }

  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The speech engine ended at its start with code ${code}`)));
  });
  worker.on('message', handle);
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => fail(new Error('The speech engine is closed')));
  updateRef();

  return {
    hasFailed: () => failure !== null,
    stop() {
      if (failure) return Promise.resolve();
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.ref();
      post({ kind: 'stop' });
      return ended;
    },
    listen(options, listener) {
      const ear = nextId++;
      if (failure) listener.onClosed?.(failure);
      else ears.set(ear, listener);
      post({ kind: 'listen', ear, options });
      return {
        hear(audio) {
          if (ears.has(ear)) post({ kind: 'hear', ear, audio: new Uint8Array(audio) });
        },
        close() {
          if (ears.delete(ear)) post({ kind: 'stop-listening', ear });
        },
      };
    },
    synthesize(text, voice) {
      const words = speakable(text);
      if (words === '') return Promise.resolve(new Uint8Array(0));
      return cached(words, voice, () => {
        if (failure) return Promise.reject(failure);
        const request = nextId++;
        return new Promise<Uint8Array>((resolve, reject) => {
          waiting.set(request, { resolve, reject });
          updateRef();
          post({ kind: 'synthesize', request, text: words, voice });
        });
      });
    },
  };
}
