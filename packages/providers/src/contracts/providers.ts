import type { Dns } from './dns.ts';
import type { ElevenLabsApi } from './elevenlabs.ts';
import type { EmailProvider } from './email.ts';
import type { LlmProvider } from './llm.ts';
import type { OutboundHttp } from './outbound-http.ts';
import type { SpeechProvider } from './speech.ts';
import type { FileStorage } from './storage.ts';
import type { TelephonyProvider } from './telephony.ts';

/** The outside services that verbs may call; apps wire them from the environment, tests hand in their own. */
export interface Providers {
  telephony: TelephonyProvider;
  email: EmailProvider;
  storage: FileStorage;
  outboundHttp: OutboundHttp;
  dns: Dns;
  llm: LlmProvider;
  speech: SpeechProvider;
  /** Null: this installation has no key. */
  elevenLabs: ElevenLabsApi | null;
}
