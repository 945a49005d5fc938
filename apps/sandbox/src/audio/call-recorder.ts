import { decodeMulaw, encodeMulaw } from '@leadlock/voice/audio';
import { durationMs } from './frames.ts';

/** Both sides of a call, frame by frame, in step. */
export class CallRecorder {
  #caller: Uint8Array[] = [];
  #agent: Uint8Array[] = [];
  paused = false;

  /** Takes 20 ms of both sides. The frames are kept, so they may not be written to afterwards. */
  write(caller: Uint8Array, agent: Uint8Array): void {
    if (this.paused) return;
    this.#caller.push(caller);
    this.#agent.push(agent);
  }

  /** What the caller said and what was played to the caller, as μ-law of the same length. */
  tracks(): { caller: Uint8Array; agent: Uint8Array } {
    return { caller: Buffer.concat(this.#caller), agent: Buffer.concat(this.#agent) };
  }
}

/** A finished recording: one μ-law track for mono, two (caller, agent) for dual. */
export interface RecordedAudio {
  tracks: Uint8Array[];
}

export function finishRecording(
  recorder: CallRecorder,
  channels: 'mono' | 'dual',
  side: 'inbound' | 'outbound' | 'both',
): RecordedAudio {
  const { caller, agent } = recorder.tracks();
  if (side === 'inbound') return { tracks: [caller] };
  if (side === 'outbound') return { tracks: [agent] };
  return { tracks: channels === 'dual' ? [caller, agent] : [mix(caller, agent)] };
}

export const recordingSeconds = (audio: RecordedAudio): number =>
  Math.round(durationMs(audio.tracks[0] ?? new Uint8Array(0)) / 1000);

function mix(one: Uint8Array, other: Uint8Array): Uint8Array {
  const a = new Int16Array(one.length);
  const b = new Int16Array(other.length);
  decodeMulaw(one, a);
  decodeMulaw(other, b);
  // Int16Array would wrap around where both are loud.
  for (let i = 0; i < a.length; i++) a[i] = Math.max(-32_768, Math.min(32_767, (a[i] ?? 0) + (b[i] ?? 0)));
  const mixed = new Uint8Array(a.length);
  encodeMulaw(a, mixed);
  return mixed;
}
