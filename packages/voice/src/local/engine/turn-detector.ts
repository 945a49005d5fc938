import { WINDOW_MS } from './silero.ts';

/** What a window of audio means for the turn. `pause` comes once per pause, before it is known to end the turn. */
export type TurnEvent = 'speech-started' | 'pause' | 'resumed' | 'speech-stopped';

/** Speech windows in a row that start a turn: shorter sounds are clicks, coughs and echoes. */
export const START_WINDOWS = 3;
/** A pause long enough that the words before it are complete. */
const PAUSE_MS = 192;
/** Between this much below the threshold and the threshold nothing changes. */
const HYSTERESIS = 0.15;

export interface TurnDetectorOptions {
  silenceMs: number;
  threshold: number;
}

/**
 * Follows one side of a conversation window by window. It counts audio, never the clock, so that a late or fast stream
 * gives the same turns.
 */
export function createTurnDetector({
  silenceMs,
  threshold,
}: TurnDetectorOptions): (speech: number) => TurnEvent | null {
  const pauseMs = Math.min(PAUSE_MS, silenceMs);
  let speaking = false;
  let voicedWindows = 0;
  let silentMs = 0;
  let paused = false;

  function whileListening(speech: number): TurnEvent | null {
    voicedWindows = speech >= threshold ? voicedWindows + 1 : 0;
    if (voicedWindows < START_WINDOWS) return null;
    speaking = true;
    silentMs = 0;
    paused = false;
    return 'speech-started';
  }

  function whileSpeaking(speech: number): TurnEvent | null {
    if (speech >= threshold) {
      const resumed = paused;
      silentMs = 0;
      paused = false;
      return resumed ? 'resumed' : null;
    }
    if (silentMs === 0 && speech >= threshold - HYSTERESIS) return null;
    silentMs += WINDOW_MS;
    if (silentMs >= silenceMs && paused) {
      speaking = false;
      voicedWindows = 0;
      return 'speech-stopped';
    }
    if (silentMs >= pauseMs && !paused) {
      paused = true;
      return 'pause';
    }
    return null;
  }

  return (speech) => (speaking ? whileSpeaking(speech) : whileListening(speech));
}
