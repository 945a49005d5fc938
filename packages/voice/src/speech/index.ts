export type { SpeechAccount } from './ask-vendor.ts';
export { createSpeech, type SpeechOptions, type SpeechVendorName } from './speech.ts';
export { SpeechError, type SpeechErrorKind } from './speech-error.ts';
export type { SpokenText } from './vendor.ts';
