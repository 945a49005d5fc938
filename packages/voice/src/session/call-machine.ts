import type { Logger } from '@leadlock/observability/logger';
import type { CallEffect, CallEvent } from './call-events.ts';
import type { CallPolicy } from './call-policy.ts';
import { initialCallState, type CallState } from './call-state.ts';
import { nextDeadline, transition } from './transition.ts';

export interface CallMachineOptions {
  policy: CallPolicy;
  now: () => number;
  log: Logger;
  carryOut: (effect: CallEffect) => void;
}

/** The state of one call: takes events, and has their effects carried out. */
export class CallMachine {
  state: CallState;
  readonly #options: CallMachineOptions;
  #wakeAt: number;

  constructor(options: CallMachineOptions) {
    this.#options = options;
    this.state = initialCallState(options.policy, options.now());
    this.#wakeAt = nextDeadline(this.state);
  }

  dispatch(event: CallEvent): void {
    const { now, policy, carryOut, log } = this.#options;
    try {
      const { state, effects } = transition(this.state, event, now(), policy);
      this.state = state;
      this.#wakeAt = nextDeadline(state);
      for (const effect of effects) carryOut(effect);
    } catch (error) {
      log.error({ err: error, event: event.type }, 'A call event failed');
      if (event.type !== 'fault') this.dispatch({ type: 'fault', detail: String(error) });
    }
  }

  /** Time has passed; that is an event only when somebody waits for it. */
  tick(now: number): void {
    if (now >= this.#wakeAt) this.dispatch({ type: 'tick' });
  }
}
