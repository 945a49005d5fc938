import type { CallRecorder } from '../../audio/call-recorder.ts';
import type { PlaybackQueue } from '../../audio/playback-queue.ts';
import type { CallParty } from '../../caller/call-party.ts';
import type { CallRecord, TwilioAccount } from '../model.ts';
import type { FinalCallStatus } from './call-status.ts';

/** One leg of a call, as the parts of the carrier see it. */
export interface CallLeg {
  readonly record: CallRecord;
  readonly account: TwilioAccount;
  readonly party: CallParty;
  /** What the person is going to hear. */
  readonly playback: PlaybackQueue;
  /** By recording sid. */
  readonly recorders: Map<string, CallRecorder>;
  /** The whole call, for whoever looks at it afterwards. */
  readonly tape: CallRecorder;
  readonly ended: Promise<FinalCallStatus>;
  /** Where the person's audio goes besides. */
  stream: { readonly sid: string; sendFrame(mulaw: Uint8Array): void; sendDigit(digit: string): void } | null;
  /** What waits for keys or words of the person. */
  gathering: { hear(mulaw: Uint8Array): void; press(digit: string): void } | null;
  /** Who listens whether a machine has answered. */
  detecting: ((mulaw: Uint8Array) => void) | null;
  /** The other leg while two people are connected. */
  peer: CallLeg | null;
  /** What the person said in this tick. */
  readonly said: Uint8Array;
  readonly isOver: boolean;
  /** Audio time since the call was answered, in ms. */
  readonly elapsedMs: number;
  /** The person presses a key of their phone. */
  press(digit: string): void;
  initiated(): void;
  ringing(): void;
  /** Opens the line. Does nothing on one that is open or dead. */
  answer(): void;
  /** Starts to follow new instructions in place of the old, which end here: their stream closes, what waits is dropped. */
  replaceInstructions(run: (signal: AbortSignal) => Promise<void>): void;
  /** Ends the call, once; later ends change nothing. */
  end(status: FinalCallStatus): void;
}
