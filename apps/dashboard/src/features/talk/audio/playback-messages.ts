/** What the page tells the playback worklet. */
export type PlaybackCommand = { type: 'audio'; mulaw: Uint8Array } | { type: 'mark'; name: string } | { type: 'clear' };

/** What the playback worklet tells the page. */
export type PlaybackEvent = { type: 'played'; mark: string } | { type: 'playing'; playing: boolean };

/** What the playback worklet is made with. `mostSamples`: of what is live, the most that waits to be played. */
export interface PlaybackOptions {
  processorOptions?: { mostSamples?: number };
}
