/** The person at the other end of a phone line. Driven by the call: one frame each way every 20 ms. */
export interface CallParty {
  /** The line is open; frames follow. `controls` are what a person can do besides speaking. */
  answered(controls: { hangUp(): void; press(digit: string): void }): void;
  /** The 20 ms that the person says now; silence included. */
  nextFrame(): Uint8Array;
  /** The 20 ms that the person hears now. */
  hear(frame: Uint8Array): void;
  /** The line is dead. Called once, also when it was never answered. */
  ended(): void;
  /** Resolves some time after the end, when the last words heard were made out. */
  readonly settled: Promise<void>;
  report(): PartyReport;
}

/** Times are ms since the call was answered, in audio. */
export interface SpokenLine {
  text: string;
  startedAtMs: number;
  endedAtMs: number;
  /** Set when the person broke into what the agent was saying. */
  interrupted: boolean;
  /** From the end of this line to the first audible sound of the agent; null while none came. */
  answeredAfterMs: number | null;
}

export interface HeardLine {
  /** As recognized from the audio. */
  text: string;
  endedAtMs: number;
}

export interface PartyReport {
  said: SpokenLine[];
  heard: HeardLine[];
  /** Audible sound of the agent, in ms. */
  heardSpeechMs: number;
  /** Ear or voice failed, in words. */
  problem: string | null;
}
