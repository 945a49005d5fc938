export * from './dialogue/index.ts';
export { LOCAL_VOICES, type LocalVoice } from './descriptor.ts';
export type { EarOptions } from './engine/messages.ts';
export {
  openSpeechEngine,
  type Ear,
  type EarListener,
  type SpeechEngine,
  type SpeechEngineOptions,
} from './engine/speech-engine.ts';
export { createLocalProvider, type LocalProviderOptions } from './local-provider.ts';
