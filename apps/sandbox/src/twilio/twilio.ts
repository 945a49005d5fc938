import type { Logger } from '@leadlock/observability/logger';
import type { SpeechEngine } from '@leadlock/voice/local';
import type { Router } from 'express';
import type { Ticker } from '../audio/ticker.ts';
import { CallerPlan } from '../caller/caller-plan.ts';
import { SimulatedCaller } from '../caller/simulated-caller.ts';
import { DEMO_TWILIO } from '../demo-tenant.ts';
import { createTwilioAdmin } from './admin.ts';
import type { CallLeg } from './call/call-leg.ts';
import { Conferences } from './call/conferences.ts';
import { newAccount, newNumber } from './new-records.ts';
import { createTwilioRest } from './rest/router.ts';
import type { PhoneBehavior, TwilioService } from './service.ts';
import { persistState } from './stored-state.ts';
import { TwilioStore } from './store.ts';

export interface TwilioSandbox {
  rest: Router;
  admin: Router;
  /** Ends all calls and forgets everything but the demo account. */
  reset(): Promise<void>;
  /** Ends all calls and waits for what is still to be reported about them. */
  close(): Promise<void>;
}

export interface TwilioSandboxOptions {
  ticker: Ticker;
  log: Logger;
  speech: () => Promise<SpeechEngine>;
  baseUrl: () => string;
  /** Where the state outlives the process; absent: it does not. */
  stateFolder?: string;
}

export async function createTwilioSandbox(options: TwilioSandboxOptions): Promise<TwilioSandbox> {
  const store = new TwilioStore();
  const phones = new Map<string, PhoneBehavior>();
  const liveCalls = new Map<string, CallLeg>();
  const calls = new Map<string, CallLeg>();
  const work = new Set<Promise<unknown>>();

  /** Somebody who picks up, says hello and then leaves the talking to the other side. */
  const anybody: PhoneBehavior = {
    answer: 'answers',
    ringMs: 300,
    createParty: () => {
      const plan = CallerPlan.parse({ script: ['Hello?'], speaksFirst: true, hangUp: 'never' });
      return new SimulatedCaller(plan, options.speech);
    },
  };

  const service: TwilioService = {
    ...options,
    store,
    liveCalls,
    calls,
    conferences: new Conferences(),
    phoneBehavior: (phoneNumber) => phones.get(phoneNumber) ?? anybody,
    background(promise) {
      const settled: Promise<unknown> = promise
        .catch((error: unknown) => {
          options.log.error({ err: error }, 'work in the background failed');
        })
        .finally(() => work.delete(settled));
      work.add(settled);
    },
  };

  function seed(): void {
    const { accountSid, authToken, phoneNumber, phoneNumberSid } = DEMO_TWILIO;
    store.accounts.set(accountSid, newAccount({ sid: accountSid, authToken, friendlyName: 'Demo account' }));
    store.numbers.set(phoneNumberSid, newNumber({ sid: phoneNumberSid, accountSid, phoneNumber }));
  }

  async function endCalls(): Promise<void> {
    for (const call of liveCalls.values()) call.end('completed');
    while (work.size > 0) await Promise.allSettled(work);
  }

  seed();
  const { stateFolder, log } = options;
  const persistence = stateFolder === undefined ? null : await persistState(store, stateFolder, log);
  return {
    rest: createTwilioRest(service),
    admin: createTwilioAdmin(service, phones),
    async reset() {
      await endCalls();
      store.clear();
      phones.clear();
      calls.clear();
      seed();
    },
    async close() {
      await endCalls();
      await persistence?.close();
    },
  };
}
