export { LOCAL_VOICES, type EarOptions, type LocalVoice } from './engine/messages.ts';
export {
  openSpeechEngine,
  type Ear,
  type EarListener,
  type SpeechEngine,
  type SpeechEngineOptions,
} from './engine/speech-engine.ts';
