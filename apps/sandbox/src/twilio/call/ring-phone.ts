import type { PhoneBehavior } from '../service.ts';
import type { CallLeg } from './call-leg.ts';

/** Nobody hears a phone ring for longer than this. */
const LONGEST_RING_SECONDS = 600;

/** Calls an outside phone. True when it was answered; otherwise the call has ended with the reason. */
export async function ringPhone(call: CallLeg, phone: PhoneBehavior, timeoutSeconds: number): Promise<boolean> {
  call.initiated();
  if (phone.answer === 'unreachable') {
    call.end('failed');
    return false;
  }
  if (phone.answer === 'busy') {
    call.end('busy');
    return false;
  }
  call.ringing();
  const timeoutMs = Math.min(timeoutSeconds, LONGEST_RING_SECONDS) * 1000;
  const answers = phone.answer === 'answers' && phone.ringMs <= timeoutMs;
  await waitUnlessOver(call, answers ? phone.ringMs : timeoutMs);
  if (call.isOver) return false;
  if (answers) call.answer();
  else call.end('no-answer');
  return answers;
}

async function waitUnlessOver(call: CallLeg, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, call.ended]);
  clearTimeout(timer);
}
