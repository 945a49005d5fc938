export * from './dialogue/index.ts';
export { DEFAULT_LOCAL_VOICE, LOCAL_VOICES, type LocalVoice } from './descriptor.ts';
export type { EarOptions } from './engine/messages.ts';
export type { Ear, EarListener } from './engine/listening.ts';
export { openSpeechEngine, openSpeechVoice, type SpeechEngine, type SpeechVoice } from './engine/speech-engine.ts';
export { hearAside } from './hear-aside.ts';
export { createLocalProvider, type LocalProviderOptions } from './local-provider.ts';
