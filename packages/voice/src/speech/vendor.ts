import type { JsonObject } from '../wire/json.ts';

/** A text in one voice, as a file that browsers play. */
export interface SpokenText {
  audio: Uint8Array;
  contentType: 'audio/mpeg' | 'audio/wav';
}

export interface SpeechOrder {
  voice: string;
  text: string;
}

/** How one vendor turns a text into speech: the REST API beside the one that it holds calls with. */
export interface SpeechVendor {
  /** Of a POST below the address of the vendor's API. */
  request: (order: SpeechOrder) => { path: string; body: JsonObject };
  /** Null: the answer holds no audio. */
  read: (answer: Buffer) => SpokenText | null;
}
