export interface SpeechRequest {
  /** As `voice_provider` names it. */
  provider: string;
  voice: string;
  text: string;
}

/** A text as a file that browsers play. */
export interface SpokenText {
  audio: Uint8Array;
  contentType: 'audio/mpeg' | 'audio/wav';
}

/** Text to speech in the voices of voice providers. Errors are `SpeechError`s of `@leadlock/voice/speech`. */
export interface SpeechProvider {
  speak(request: SpeechRequest): Promise<SpokenText>;
}
