export * from './dialogue/index.ts';
export { LOCAL_VOICES, type EarOptions, type LocalVoice } from './engine/messages.ts';
export {
  openSpeechEngine,
  type Ear,
  type EarListener,
  type SpeechEngine,
  type SpeechEngineOptions,
} from './engine/speech-engine.ts';
export { createLocalProvider, type LocalProviderOptions } from './local-provider.ts';
