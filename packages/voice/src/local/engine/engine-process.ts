import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LocalVoice } from '../descriptor.ts';
import type { Ear, EarListener } from './listening.ts';
import type { EarOptions, EngineReport, EngineRequest } from './messages.ts';

/** A process that speaks and, once it has loaded what that takes, hears. Nothing works any more after it has failed. */
export interface EngineProcess {
  /** Loads the models of hearing, once. Errors: rejects when one is missing. */
  loadHearing(): Promise<void>;
  listen(options: EarOptions, listener: EarListener): Ear;
  /** Speaks plain words as 8 kHz μ-law; each block is handed over as soon as it is there. */
  synthesize(words: string, voice: LocalVoice, onAudio: (block: Uint8Array) => void): Promise<void>;
  hasFailed(): boolean;
  /** Ends the process, whatever it does at the moment. */
  stop(): Promise<void>;
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
  onAudio?: (block: Uint8Array) => void;
}

/**
 * Starts the speech engine's process. A process and not a thread: it takes no time from the calls, its memory is given back
 * when it ends, and a model that crashes takes no call with it.
 */
export async function startEngineProcess(): Promise<EngineProcess> {
  const child = fork(fileURLToPath(new URL('./speech-process.ts', import.meta.url)), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Flite runs under WASI, which Node calls experimental once per process.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // It needs no secret of ours.
    env: process.env['TMPDIR'] === undefined ? {} : { TMPDIR: process.env['TMPDIR'] },
  });
  const ears = new Map<number, EarListener>();
  const waiting = new Map<number, Waiting>();
  let hearing: Promise<void> | null = null;
  let failure: Error | null = null;
  let nextId = 1;

  function post(request: EngineRequest): void {
    if (child.connected) child.send(request, () => undefined);
  }

  /** A process that nobody waits for does not keep ours alive. */
  function updateRef(): void {
    const change = waiting.size > 0 ? 'ref' : 'unref';
    child[change]();
    child.channel?.[change]();
  }

  function request(make: (request: number) => EngineRequest, onAudio?: Waiting['onAudio']): Promise<void> {
    if (failure) return Promise.reject(failure);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, onAudio });
      updateRef();
      post(make(id));
    });
  }

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
      case 'spoken':
        // A copy: what came is a piece of the channel's buffer.
        return waiting.get(report.request)?.onAudio?.(new Uint8Array(report.audio));
      case 'done':
        waiting.get(report.request)?.resolve();
        break;
      case 'failed':
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
    for (const one of waiting.values()) one.reject(error);
    for (const ear of ears.values()) ear.onClosed?.(error);
    waiting.clear();
    ears.clear();
  }

  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The speech engine ended at its start with code ${code}`)));
  });
  child.on('message', (report) => handle(report as EngineReport));
  child.on('error', fail);
  child.on('exit', () => fail(new Error('The speech engine is closed')));
  updateRef();

  return {
    hasFailed: () => failure !== null,
    loadHearing() {
      const loading = (hearing ??= request((id) => ({ kind: 'load-hearing', request: id })));
      loading.catch(() => {
        if (hearing === loading) hearing = null;
      });
      return loading;
    },
    stop() {
      if (failure) return Promise.resolve();
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.ref();
      child.kill('SIGKILL');
      return ended;
    },
    listen(options, listener) {
      const ear = nextId++;
      if (failure) listener.onClosed?.(failure);
      else ears.set(ear, listener);
      post({ kind: 'listen', ear, options });
      return {
        hear(audio) {
          if (ears.has(ear)) post({ kind: 'hear', ear, audio });
        },
        close() {
          if (ears.delete(ear)) post({ kind: 'stop-listening', ear });
        },
      };
    },
    synthesize: (text, voice, onAudio) => request((id) => ({ kind: 'synthesize', request: id, text, voice }), onAudio),
  };
}
