import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import type { Voice } from './voice.ts';

/** How a voice was lost. */
export interface VoiceLoss extends Pick<ProviderEnd, 'reason' | 'retryable' | 'message' | 'retryAfterMs' | 'cause'> {
  voice: Voice;
}

/** The voices that may go on with a call, and whoever keeps account of which of them work. */
export interface SpareVoices {
  /** Whether there is one to go on with, if the present one is lost now. */
  readonly hasNext: boolean;
  /** The one to go on with, which may be a new session of the same; null: none is left. */
  next(loss: VoiceLoss): Voice | null;
  /** The one to ask for a session beside the present one, after this one has refused it; null: none is left. */
  instead(refusal: VoiceLoss): Voice | null;
  /** One that was given by `instead` has the call now, though the one before was not lost. */
  tookOver(voice: Voice): void;
  /** It has answered with sound. */
  works(voice: Voice): void;
}

/** There is no other voice. */
export const NO_SPARE_VOICES: SpareVoices = {
  hasNext: false,
  next: () => null,
  instead: () => null,
  tookOver: () => undefined,
  works: () => undefined,
};
