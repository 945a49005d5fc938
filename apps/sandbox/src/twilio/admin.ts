import { toE164 } from '@leadlock/core/phone';
import { twilioSid } from '@leadlock/core/twilio-sid';
import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { wavFile } from '../audio/wav.ts';
import { AdminError, adminHandler } from '../admin.ts';
import { CallerPlan } from '../caller/caller-plan.ts';
import { SimulatedCaller } from '../caller/simulated-caller.ts';
import type { CallLeg } from './call/call-leg.ts';
import { startInboundCall } from './call/start-call.ts';
import { receiveMessage } from './messages/receive-message.ts';
import type { PhoneNumber, TwilioAccount } from './model.ts';
import { newAccount, newNumber } from './new-records.ts';
import { callSeconds } from './rest/representations.ts';
import type { PhoneBehavior, TwilioService } from './service.ts';

const PhoneText = z.string().transform((text, context) => {
  const number = toE164(text);
  if (number !== null) return number;
  context.addIssue({ code: 'custom', message: 'This is no valid phone number' });
  return z.NEVER;
});

const NewAccount = z.strictObject({
  sid: twilioSid('AC').optional(),
  authToken: z.string().min(1).optional(),
  friendlyName: z.string().optional(),
  status: z.enum(['active', 'suspended', 'closed']).optional(),
});
const NewNumber = z.strictObject({
  phoneNumber: PhoneText,
  friendlyName: z.string().optional(),
  sms: z.boolean().default(true),
});
const NewCall = z.strictObject({
  to: PhoneText,
  /** A number, or what Twilio shows of callers without one: `anonymous`, `client:alice`, a SIP address. */
  from: z.string().transform((text) => toE164(text) ?? text),
  /** Absent: somebody who only listens. */
  caller: CallerPlan.prefault({ hangUp: 'never' }),
});
const NewMessage = z.strictObject({ to: PhoneText, from: PhoneText, body: z.string() });
const Phone = z.strictObject({
  /** `voicemail`: a machine answers, says that nobody is there, and listens. */
  answer: z.enum(['answers', 'voicemail', 'busy', 'no-answer', 'unreachable']).default('answers'),
  ringMs: z.number().int().min(0).default(300),
  caller: CallerPlan.optional(),
});

const SAYS_HELLO = { script: ['Hello?'], speaksFirst: true, hangUp: 'never' };
const VOICEMAIL = {
  script: [
    'You have reached the voice mailbox of the person you were trying to call and who is not available right now, so please leave a message after the tone and we will call you back.',
  ],
  speaksFirst: true,
  hangUp: 'never',
};

/** What a test or a demonstration does from outside of the carrier's API: buys, dials, texts, and looks at what happened. */
export function createTwilioAdmin(service: TwilioService, phones: Map<string, PhoneBehavior>): Router {
  const router = Router();
  const { store } = service;

  router.get(
    '/accounts',
    adminHandler(() => [...store.accounts.values()]),
  );
  router.post(
    '/accounts',
    adminHandler(({ body }) => {
      const account = newAccount(withoutUndefined(NewAccount.parse(body)));
      store.accounts.set(account.sid, account);
      return account;
    }),
  );
  router.post(
    '/accounts/:sid/numbers',
    adminHandler(({ body, params }) => {
      const { phoneNumber, friendlyName, sms } = NewNumber.parse(body);
      const account = store.accounts.get(params.sid ?? '');
      if (!account) throw new AdminError(404, 'No such account');
      if (store.numberByPhone(phoneNumber)) throw new AdminError(409, 'Somebody has this number');
      const number = newNumber({
        accountSid: account.sid,
        phoneNumber,
        ...(friendlyName && { friendlyName }),
        capabilities: { voice: true, sms, mms: sms, fax: false },
      });
      store.numbers.set(number.sid, number);
      return number;
    }),
  );
  router.get(
    '/numbers',
    adminHandler(() => [...store.numbers.values()]),
  );
  router.get(
    '/calls',
    adminHandler(() => [...service.calls.values()].map(callState)),
  );
  router.post(
    '/calls',
    adminHandler(({ body }) => {
      const { to, from, caller } = NewCall.parse(body);
      const party = new SimulatedCaller(caller, () => service.speech());
      return callState(startInboundCall(service, { ...dialled(to), from, party }));
    }),
  );
  // Of a call that is over, the last words may still have to be made out.
  router.get(
    '/calls/:sid',
    adminHandler(async ({ params }) => {
      const call = find(params.sid);
      if (call.isOver) await call.party.settled;
      return { ...callState(call), ...details(call) };
    }),
  );
  router.post(
    '/calls/:sid/hangup',
    adminHandler(({ params }) => {
      const call = find(params.sid);
      call.end(call.record.startedAt === null ? 'no-answer' : 'completed');
      return callState(call);
    }),
  );
  router.post(
    '/calls/:sid/press',
    adminHandler(({ params, body }) => {
      const call = find(params.sid);
      const { digits } = z.strictObject({ digits: z.string().regex(/^[0-9A-D*#]+$/) }).parse(body);
      for (const digit of digits) call.press(digit);
      return callState(call);
    }),
  );
  router.get(
    '/calls/:sid/audio.wav',
    audioHandler((sid) => find(sid)),
  );
  router.get(
    '/messages',
    adminHandler(() => [...store.messages.values()]),
  );
  router.post(
    '/messages',
    adminHandler(({ body }) => {
      const { to, from, body: text } = NewMessage.parse(body);
      return receiveMessage(service, { ...dialled(to), from, body: text });
    }),
  );
  router.put(
    '/phones/:number',
    adminHandler(({ body, params }) => {
      const { answer: how, ringMs, caller } = Phone.parse(body);
      const plan = caller ?? CallerPlan.parse(how === 'voicemail' ? VOICEMAIL : SAYS_HELLO);
      const createParty = (): SimulatedCaller => new SimulatedCaller(plan, () => service.speech());
      const answer = how === 'voicemail' ? 'answers' : how;
      phones.set(PhoneText.parse(params.number), { answer, ringMs, createParty });
      return { number: params.number, answer, ringMs };
    }),
  );
  router.get(
    '/alerts',
    adminHandler(() => store.alerts),
  );

  function dialled(phoneNumber: string): { number: PhoneNumber; account: TwilioAccount } {
    const number = store.numberByPhone(phoneNumber);
    const account = number && store.accounts.get(number.accountSid);
    if (!account) throw new AdminError(404, `${phoneNumber} is not in service`);
    return { number, account };
  }

  function find(sid: string | undefined): CallLeg {
    const call = service.calls.get(sid ?? '');
    if (!call) throw new AdminError(404, 'No such call');
    return call;
  }

  function details(call: CallLeg): object {
    const { sid } = call.record;
    return {
      ...call.party.report(),
      recordings: [...store.recordings.values()].filter((one) => one.callSid === sid),
      alerts: store.alerts.filter((alert) => alert.resourceSid === sid),
    };
  }

  return router;
}

function callState(call: CallLeg): object {
  const { record } = call;
  return {
    ...record,
    durationSeconds: callSeconds(record),
    elapsedMs: call.elapsedMs,
    streamSid: call.stream?.sid ?? null,
    waitingAudioMs: Math.round(call.playback.queuedMs),
  };
}

/** The whole call so far: caller left, agent right. */
function audioHandler(find: (sid: string) => CallLeg): RequestHandler {
  return (request, response) => {
    const { caller, agent } = find(String(request.params.sid)).tape.tracks();
    response.type('audio/x-wav').send(wavFile([caller, agent]));
  };
}

const withoutUndefined = <T extends object>(given: T): Partial<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
