/** What an ear hears. Times are in audio, so that a stream faster or slower than real time gives the same turns. */
export interface EarListener {
  onSpeechStarted(): void;
  /** The turn is over; its words follow as soon as they are recognized. */
  onSpeechStopped(): void;
  /**
   * The words of one turn, which lasted `audioMs` with its final silence. '' when no word was understood. A turn that was
   * only a noise has none.
   */
  onUtterance(text: string, timing: { audioMs: number }): void;
  /** Something of this turn was lost; the next will be heard again. */
  onError?(error: Error): void;
  /** The engine is gone: this ear hears nothing any more. */
  onClosed?(error: Error): void;
}

export interface Ear {
  /** Takes 8 kHz μ-law of any length; the bytes may be reused afterwards. */
  hear(audio: Uint8Array): void;
  close(): void;
}
