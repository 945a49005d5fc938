import { FRAME_MS } from '../../audio/frames.ts';
import { isAudible } from '../../audio/loudness.ts';
import type { TwilioService } from '../service.ts';
import type { CallLeg } from './call-leg.ts';
import { deliver } from './status-callbacks.ts';

export interface MachineDetection {
  /** Told of the result while the instructions are followed; null: they wait for it, and hear of it themselves. */
  callback: { url: string; method: string } | null;
  timeoutMs: number;
  /** A machine is told only when it has finished its greeting. */
  untilEnd: boolean;
  /** Whoever speaks for longer without a pause is a machine. */
  speechThresholdMs: number;
  /** The pause after somebody's first words that tells a person. */
  speechEndThresholdMs: number;
  /** Nobody says anything for so long. */
  silenceTimeoutMs: number;
}

export type AnsweredBy = 'human' | 'machine_start' | 'machine_end_silence' | 'unknown';

/** Listens to whoever has answered: people say a word or two and wait, machines go on and on. */
export function detectMachine(
  call: CallLeg,
  detection: MachineDetection,
): Promise<{ by: AnsweredBy; afterMs: number }> {
  const { promise, resolve } = Promise.withResolvers<{ by: AnsweredBy; afterMs: number }>();
  let elapsedMs = 0;
  let speechMs = 0;
  let quietMs = 0;
  const decide = (by: AnsweredBy): void => {
    call.detecting = null;
    resolve({ by, afterMs: elapsedMs });
  };
  call.detecting = (frame) => {
    elapsedMs += FRAME_MS;
    if (isAudible(frame)) {
      // A short breath within what a machine says is part of it.
      speechMs += FRAME_MS + (speechMs > 0 ? quietMs : 0);
      quietMs = 0;
    } else quietMs += FRAME_MS;
    const isMachine = speechMs >= detection.speechThresholdMs;
    const hasPaused = quietMs >= detection.speechEndThresholdMs;
    if (isMachine && !detection.untilEnd) decide('machine_start');
    else if (isMachine && hasPaused) decide('machine_end_silence');
    else if (!isMachine && speechMs > 0 && hasPaused) decide('human');
    else if (speechMs === 0 && quietMs >= detection.silenceTimeoutMs) decide('unknown');
    else if (elapsedMs >= detection.timeoutMs) decide('unknown');
  };
  return promise;
}

/** Reports who has answered, once that is known. A call that is over before that is not reported. */
export async function reportMachine(service: TwilioService, call: CallLeg, detection: MachineDetection): Promise<void> {
  const detected = await Promise.race([detectMachine(call, detection), call.ended]);
  if (typeof detected === 'string' || detection.callback === null) return;
  call.record.answeredBy = detected.by;
  await deliver(service, call.account.authToken, detection.callback, {
    CallSid: call.record.sid,
    AccountSid: call.account.sid,
    AnsweredBy: detected.by,
    MachineDetectionDuration: String(detected.afterMs),
  });
}
