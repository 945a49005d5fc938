import type { LocalVoice } from '../descriptor.ts';
import type { InferenceGate } from './inference-gate.ts';

export interface EarOptions {
  /** Silence that ends a turn, in milliseconds of audio. */
  silenceMs: number;
  /** 0–1: how sure the detector must be that it hears speech. */
  threshold: number;
}

/** What the engine's thread starts with. */
export interface SpeechWorkerData {
  threads: number;
  gate: InferenceGate;
}

/** What the engine asks of its thread. `ear` and `request` are numbers that the engine gives out. */
export type EngineRequest =
  | { kind: 'listen'; ear: number; options: EarOptions }
  | { kind: 'hear'; ear: number; audio: Uint8Array<ArrayBuffer> }
  | { kind: 'stop-listening'; ear: number }
  | { kind: 'synthesize'; request: number; text: string; voice: LocalVoice }
  | { kind: 'stop' };

/** What the thread reports. */
export type EngineReport =
  | { kind: 'ready' }
  | { kind: 'speech-started'; ear: number }
  | { kind: 'speech-stopped'; ear: number }
  | { kind: 'ear-failed'; ear: number; message: string }
  | { kind: 'utterance'; ear: number; text: string; audioMs: number }
  | { kind: 'synthesized'; request: number; audio: Uint8Array }
  | { kind: 'synthesis-failed'; request: number; message: string };
