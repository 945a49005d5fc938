import { personaCaller } from '@leadlock/voice/local';
import type { CallerPlan, ScriptLine } from './caller-plan.ts';

export interface CallerLine {
  say: string;
  /** Keys to press instead of speaking. */
  press: string;
  thenHangUp: boolean;
}

/** What a caller thinks of to say. */
export interface CallerMind {
  /** Set while the coming line wants to break into the agent's speech, after so many ms of it. */
  readonly interruptsAfterMs: number | null;
  /**
   * The next line, given what the agent said; null for `heard`: nothing was said yet, '': words not understood. 'wait':
   * nothing to say now. null: time to hang up.
   */
  next(heard: string | null): Promise<CallerLine | 'wait' | null>;
}

export function createCallerMind(plan: CallerPlan): CallerMind {
  if (plan.persona) return personaMind(plan.persona, plan.hangUp);
  return scriptMind(plan.script ?? [], plan.hangUp);
}

function scriptMind(script: ScriptLine[], hangUp: CallerPlan['hangUp']): CallerMind {
  let spoken = 0;
  return {
    get interruptsAfterMs() {
      const line = script[spoken];
      return typeof line === 'object' && 'say' in line ? (line.interruptAfterMs ?? null) : null;
    },
    next() {
      const line = script[spoken++];
      if (line === undefined) return Promise.resolve(hangUp === 'never' ? 'wait' : null);
      const thenHangUp = spoken === script.length && hangUp === 'after-last-line';
      if (typeof line === 'string') return Promise.resolve({ say: line, press: '', thenHangUp });
      if ('press' in line) return Promise.resolve({ say: '', press: line.press, thenHangUp });
      return Promise.resolve({ say: line.say, press: '', thenHangUp });
    },
  };
}

function personaMind(persona: NonNullable<CallerPlan['persona']>, hangUp: CallerPlan['hangUp']): CallerMind {
  const dialogue = personaCaller(persona);
  return {
    interruptsAfterMs: null,
    async next(heard) {
      const step = await dialogue.next(heard);
      const leaves = step.toolCalls.some((call) => call.name === 'end_call') && hangUp !== 'never';
      if (step.say === '') return leaves ? null : 'wait';
      return { say: step.say, press: '', thenHangUp: leaves };
    },
  };
}
