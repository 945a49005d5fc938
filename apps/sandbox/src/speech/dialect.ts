import type { IncomingHttpHeaders } from 'node:http';
import type { LocalVoice } from '@leadlock/voice/local';
import type { JsonObject } from '../realtime/json.ts';
import type { Refusal } from '../language-model/refusal.ts';
import type { SpeechFile, SpeechFormat } from './speech-format.ts';

/** A request for speech as a vendor's client sends it. */
export interface SpeechRequest {
  params: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, unknown>>;
  body: JsonObject;
}

/** A request that the vendor would take. */
export interface SpeechOrder {
  text: string;
  speaker: LocalVoice;
  format: SpeechFormat;
}

/** How one vendor is asked for speech. */
export interface SpeechDialect {
  /** Below the vendor's base. */
  path: string;
  /** @throws Refusal without the right key */
  checkKey(headers: IncomingHttpHeaders): void;
  /** @throws Refusal */
  read(request: SpeechRequest): SpeechOrder;
  /** How the file is wrapped up; absent: it is sent as it is. */
  wrap?(file: SpeechFile): JsonObject;
  refusalBody(refusal: Refusal): JsonObject;
}
