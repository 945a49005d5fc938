/** The sound of a call: what a talk session needs of microphone and loudspeaker. */
export interface CallAudio {
  /** Queues μ-law of 8 kHz behind what is queued. */
  play(mulaw: Uint8Array<ArrayBuffer>): void;
  /** Queues a mark; `onPlayed` is called when everything before it was played. */
  mark(name: string): void;
  /** Drops what is queued; its marks are told as played at once. */
  clear(): void;
  /** Lets what is queued be heard, then closes; the microphone closes at once. */
  finish(): void;
  /** Closes at once. */
  close(): void;
  listen(listener: CallAudioListener): void;
}

export interface CallAudioListener {
  onPlayed(mark: string): void;
  /** The queue has got something to play, or has run dry. */
  onPlaying(playing: boolean): void;
  /** 20 ms of the microphone as μ-law; `loudness` is the root mean square, 0 to 1. */
  onMicrophone(frame: Uint8Array<ArrayBuffer>, loudness: number): void;
}
