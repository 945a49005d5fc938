import type { EnvironmentVariable } from '@leadlock/core/environment';
import type { MicroDollars } from '@leadlock/core/money';
import type { NativeTool, RealtimeSessionConfig, TurnDetection } from '../contracts/realtime-provider.ts';

/** Dollars for a million tokens. */
export interface TokenPrices {
  inputAudio: number;
  inputText: number;
  cachedAudio: number;
  cachedText: number;
  outputAudio: number;
  outputText: number;
}

/** What a vendor asks for a call. A model that is not listed has a price that we do not know. */
export type VoicePricing =
  | { kind: 'free' }
  /** A minute of connection, by model. */
  | { kind: 'minutes'; models: Readonly<Record<string, MicroDollars>> }
  /** The first pattern that a model's name matches counts. `transcriptionMinute`: to write down what the caller says. */
  | {
      kind: 'tokens';
      models: readonly (readonly [name: RegExp, prices: TokenPrices])[];
      /** Absent: it is part of the tokens. */
      transcriptionMinute?: MicroDollars;
    };

/** Where a session is opened, and with what. */
export interface VoiceEndpoint {
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** A vendor that is reached over the network with a key. */
export interface VoiceService {
  variables: { key: EnvironmentVariable; api: EnvironmentVariable; realtime: EnvironmentVariable };
  /** Below the address of its API: the list of its models, or another one that proves a key. */
  modelsPath: string;
  /** What shows the key to its API. */
  apiHeaders: (apiKey: string) => Readonly<Record<string, string>>;
  /**
   * Where a session with `model` is opened; `url` may carry a query of its own. What it returns may hold the key. Null: the
   * API gives each session an address of its own.
   */
  session: ((url: string, model: string, apiKey: string) => VoiceEndpoint) | null;
  /** What a session has to be told before it says anything; absent: it speaks first. */
  opening?: (model: string) => string;
}

/** The part of a session's configuration that an agent's settings for one vendor decide. */
export interface VoiceTuning {
  detection: Pick<TurnDetection, 'kind' | 'eagerness'>;
  noiseReduction: RealtimeSessionConfig['noiseReduction'];
  /** BCP-47; absent: the vendor detects it. */
  language?: string;
  /** What the model is told beside its prompt when it speaks with this vendor's voice. */
  instructions?: string;
  /** The longest call that the settings allow with this vendor, in seconds; absent: as long as with any. */
  maxDurationSeconds?: number;
  /** Settings that only this vendor's provider reads (`RealtimeSessionConfig.own`). */
  own?: object;
}

/** Found by loudness, in whatever language is heard. */
export const PLAIN_TUNING: VoiceTuning = { detection: { kind: 'server', eagerness: 'auto' }, noiseReduction: null };

/** Settings of an agent that several vendors read, but not all. */
export const SHARED_VOICE_SETTINGS = [
  'temperature',
  'vad_threshold',
  'vad_silence_duration_ms',
  'vad_prefix_padding_ms',
] as const;
export type SharedVoiceSetting = (typeof SHARED_VOICE_SETTINGS)[number];

/**
 * All that is known of a vendor of realtime voices without opening a session: plain data, also for browsers. Settings of
 * an agent that only one vendor reads begin with its name.
 */
export interface VoiceVendor {
  /** As it is offered. */
  label: string;
  /** Where there is little room. */
  shortLabel: string;
  /** Calls can be held with it; otherwise it can only be chosen. */
  isBuilt: boolean;
  /** The model that calls are held with, by the vendor's name. */
  model: string;
  /** The setting of an agent that names the voice. */
  voiceField: string;
  /** Null: any that the vendor knows. */
  voices: readonly string[] | null;
  /** Names of voices with what they sound like; absent: the name says all that is known. */
  voiceLabels?: Readonly<Record<string, string>>;
  /** What `voice` stands for while nobody has chosen one; null: the vendor does not read it. */
  defaultVoice: string | null;
  /** Sold at the premium price. */
  isPremium: boolean;
  pricing: VoicePricing;
  /** Null: it runs in our own process, or is not built. */
  service: VoiceService | null;
  /** What it does for its models by itself, in place of tools of ours; absent: nothing. */
  nativeTools?: readonly NativeTool['name'][];
  sharedSettings: readonly SharedVoiceSetting[];
  tuning: (settings: never) => VoiceTuning;
}
