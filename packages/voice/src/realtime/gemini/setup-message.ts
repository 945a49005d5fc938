import type { HistoryItem, RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import type { JsonObject } from '../../wire/json.ts';
import type { GeminiTuning } from './descriptor.ts';
import { functionDeclarations } from './function-declarations.ts';
import { fromCaller, NOTES_EXPLAINED } from './notes.ts';

const DEFAULT_TUNING: GeminiTuning = {
  startSensitivity: 'low',
  endSensitivity: 'high',
  thinkingLevel: null,
  affectiveDialog: false,
  proactiveAudio: false,
  topK: null,
  topP: null,
};

/** What the descriptor's `tuning` laid out for this session. */
export const tuningOf = ({ own }: Pick<RealtimeSessionConfig, 'own'>): GeminiTuning => ({ ...DEFAULT_TUNING, ...own });

/** Asks for something that only the preview of the API (v1alpha) knows. */
export const usesPreview = ({ affectiveDialog, proactiveAudio }: GeminiTuning): boolean =>
  affectiveDialog || proactiveAudio;

export interface SetupVariant {
  /** Whether what only the preview knows is asked for. The server closes a session that asks for it in vain. */
  preview: boolean;
  /** Of the session that goes on; null: a new one. */
  handle: string | null;
  /** The conversation so far follows. */
  hasHistory: boolean;
}

/** The first message of a connection. Nothing else may be sent before it is answered. */
export function setupMessage(
  config: RealtimeSessionConfig,
  model: string,
  { preview, handle, hasHistory }: SetupVariant,
): JsonObject {
  const { thinkingLevel, affectiveDialog, proactiveAudio, topK, topP } = tuningOf(config);
  const declarations = functionDeclarations(config.tools);
  const tools = [
    ...(declarations.length > 0 ? [{ functionDeclarations: declarations }] : []),
    ...(config.nativeTools?.some(({ name }) => name === 'web_search') ? [{ googleSearch: {} }] : []),
  ];
  return {
    setup: {
      model: `models/${model}`,
      generationConfig: {
        responseModalities: ['AUDIO'],
        temperature: config.temperature,
        ...(topP !== null && { topP }),
        ...(topK !== null && { topK }),
        speechConfig: {
          voiceConfig: { prebuiltVoiceConfig: { voiceName: config.voice } },
          ...(config.language !== undefined && { languageCode: config.language }),
        },
        // There is no level that stands for none: left out, the model thinks least.
        ...(thinkingLevel !== null && { thinkingConfig: { thinkingLevel: thinkingLevel.toUpperCase() } }),
        ...(preview && affectiveDialog && { enableAffectiveDialog: true }),
      },
      systemInstruction: { parts: [{ text: `${config.instructions}\n\n${NOTES_EXPLAINED}` }] },
      ...(tools.length > 0 && { tools }),
      // Our own ears say when the caller speaks, and the gateway decides what interrupts: the server's detector misses
      // short utterances on the phone.
      realtimeInputConfig: {
        automaticActivityDetection: { disabled: true },
        activityHandling: 'NO_INTERRUPTION',
        turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
      },
      inputAudioTranscription: {},
      outputAudioTranscription: {},
      ...(preview && proactiveAudio && { proactivity: { proactiveAudio: true } }),
      sessionResumption: handle === null ? {} : { handle },
      // Without it a session with audio ends after 15 minutes.
      contextWindowCompression: { slidingWindow: {} },
      ...(hasHistory && { historyConfig: { initialHistoryInClientContent: true } }),
    },
  };
}

/** Something that one of them said, as the conversation so far has it. */
export interface Turn {
  role: 'user' | 'model';
  text: string;
}

/** Turns as the protocol has them. Those of one side that follow one another are one. */
export function clientContent(turns: readonly Turn[], turnComplete: boolean): JsonObject {
  const contents: { role: string; parts: { text: string }[] }[] = [];
  for (const { role, text } of turns) {
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push({ text });
    else contents.push({ role, parts: [{ text }] });
  }
  return { clientContent: { turns: contents, turnComplete } };
}

export const turnOf = ({ by, text }: Extract<HistoryItem, { kind: 'said' }>): Turn =>
  by === 'agent' ? { role: 'model', text } : { role: 'user', text: fromCaller(text) };
