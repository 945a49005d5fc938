import type { LocalVoice } from '../descriptor.ts';

export interface EarOptions {
  /** Silence that ends a turn, in milliseconds of audio. */
  silenceMs: number;
  /** 0–1: how sure the detector must be that it hears speech. */
  threshold: number;
  /** Names that are likely to be said; what sounds like one and fits is heard as one. */
  names?: readonly string[];
}

/** What the engine asks of its process. `ear` and `request` are numbers that the engine gives out. */
export type EngineRequest =
  | { kind: 'load-hearing'; request: number }
  | { kind: 'listen'; ear: number; options: EarOptions }
  | { kind: 'hear'; ear: number; audio: Uint8Array }
  | { kind: 'stop-listening'; ear: number }
  | { kind: 'synthesize'; request: number; text: string; voice: LocalVoice };

/** What the process reports. `done` and `failed` answer a request. */
export type EngineReport =
  | { kind: 'ready' }
  | { kind: 'speech-started'; ear: number }
  | { kind: 'speech-stopped'; ear: number }
  | { kind: 'ear-failed'; ear: number; message: string }
  | { kind: 'utterance'; ear: number; text: string; audioMs: number }
  | { kind: 'done'; request: number }
  | { kind: 'spoken'; request: number; audio: Uint8Array }
  | { kind: 'failed'; request: number; message: string };
