import { toE164 } from '@leadlock/core/phone';
import type { MachineDetection } from '../call/answering-machine.ts';
import { startOutboundCall } from '../call/start-call.ts';
import { CALL_EVENTS, type StatusCallback } from '../call/status-callbacks.ts';
import type { TwilioService } from '../service.ts';
import { runTwiml } from '../twiml/run-twiml.ts';
import type { TwimlSource } from '../twiml/verb.ts';
import { notFound, TwilioError } from '../twilio-error.ts';
import { choiceField, field, fieldList, methodField, numberField, urlField, type Form } from './form.ts';
import { owned, type RestHandler } from './handler.ts';
import { page } from './pages.ts';
import { readRecordingSettings } from './recordings.ts';
import { callBody } from './representations.ts';

const MAX_TWIML = 4000;

export const listCalls =
  ({ store }: TwilioService): RestHandler =>
  (request) => {
    const wanted = (name: string, value: string): boolean => (request.query.get(name) ?? value) === value;
    const calls = [...store.calls.values()].filter(
      (call) =>
        call.accountSid === request.account.sid &&
        wanted('To', call.to) &&
        wanted('From', call.from) &&
        wanted('Status', call.status),
    );
    return page(request, 'calls', calls.toReversed().map(callBody));
  };

export const fetchCall =
  ({ store }: TwilioService): RestHandler =>
  (request) => ({ status: 200, body: callBody(owned(store.calls, request)) });

export const createCall =
  (service: TwilioService): RestHandler =>
  ({ account, form }) => {
    const to = field(form, 'To');
    if (!to) throw new TwilioError(400, 21_201, "No 'To' number is specified");
    const from = field(form, 'From');
    if (!from) throw new TwilioError(400, 21_213, "No 'From' number is specified");
    const callee = toE164(to);
    if (!callee) {
      throw new TwilioError(400, 21_211, `The phone number you are attempting to call, ${to}, is not valid.`);
    }
    const number = service.store.ownedNumber(account.sid, from);
    if (!number) {
      throw new TwilioError(
        400,
        21_210,
        `The source phone number provided, ${from}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.`,
      );
    }
    const source = readSource(form);
    if (!source) throw new TwilioError(400, 21_205, 'Url parameter is required.');
    const recorded = field(form, 'Record') === 'true';
    const call = startOutboundCall(service, {
      account,
      number,
      from,
      to: callee,
      source,
      statusCallback: readStatusCallback(form),
      timeoutSeconds: numberField(form, 'Timeout', 1, 600) ?? 60,
      timeLimitSeconds: numberField(form, 'TimeLimit', 1, 14_400),
      record: recorded ? readRecordingSettings(form, 'OutboundAPI') : null,
      sendDigits: readDigits(form),
      machineDetection: readMachineDetection(form),
    });
    return { status: 201, body: callBody(call.record) };
  };

function readDigits(form: Form): string | null {
  const digits = field(form, 'SendDigits');
  if (digits === undefined || digits === '') return null;
  if (!/^[\dA-D#*wW]{1,32}$/.test(digits)) throw new TwilioError(400, 21_218, 'Invalid SendDigits');
  return digits;
}

function readMachineDetection(form: Form): MachineDetection | null {
  const mode = choiceField(form, 'MachineDetection', ['Enable', 'DetectMessageEnd', 'false', 'none']);
  if (mode === undefined || mode === 'false' || mode === 'none') return null;
  const isAsync = choiceField(form, 'AsyncAmd', ['true', 'false']) === 'true';
  const url = urlField(form, 'AsyncAmdStatusCallback');
  const method = methodField(form, 'AsyncAmdStatusCallbackMethod') ?? 'POST';
  return {
    callback: isAsync && url ? { url, method } : null,
    untilEnd: mode === 'DetectMessageEnd',
    timeoutMs: (numberField(form, 'MachineDetectionTimeout', 3, 59) ?? 30) * 1000,
    speechThresholdMs: numberField(form, 'MachineDetectionSpeechThreshold', 1000, 6000) ?? 2400,
    speechEndThresholdMs: numberField(form, 'MachineDetectionSpeechEndThreshold', 500, 5000) ?? 1200,
    silenceTimeoutMs: numberField(form, 'MachineDetectionSilenceTimeout', 2000, 10_000) ?? 5000,
  };
}

/** Changes a call that goes on: other instructions, or its end. */
export const updateCall =
  (service: TwilioService): RestHandler =>
  (request) => {
    const record = owned(service.store.calls, request);
    const source = readSource(request.form);
    const status = choiceField(request.form, 'Status', ['completed', 'canceled']);
    const call = service.liveCalls.get(record.sid);
    if (!call) {
      if (source) throw new TwilioError(400, 21_220, 'Call is not in-progress. Cannot redirect.');
      throw notFound(request.path);
    }
    if (status === 'canceled' && record.startedAt === null) call.end('canceled');
    else if (status !== undefined) call.end(record.startedAt === null ? 'canceled' : 'completed');
    else if (source) {
      if (record.startedAt === null) throw new TwilioError(400, 21_220, 'Call is not in-progress. Cannot redirect.');
      call.replaceInstructions((signal) => runTwiml(service, call, source, signal));
    }
    return { status: 200, body: callBody(record) };
  };

/** An address to ask wins over instructions in place. */
function readSource(form: Form): TwimlSource | null {
  const url = urlField(form, 'Url');
  if (url) {
    const fallbackUrl = urlField(form, 'FallbackUrl');
    const fallback = fallbackUrl ? { url: fallbackUrl, method: methodField(form, 'FallbackMethod') ?? 'POST' } : null;
    return { address: { url, method: methodField(form, 'Method'), fallback } };
  }
  const twiml = field(form, 'Twiml');
  if (twiml === undefined) return null;
  if (twiml.length > MAX_TWIML) throw new TwilioError(400, 20_001, `Twiml may have ${MAX_TWIML} characters at most`);
  return { twiml };
}

function readStatusCallback(form: Form): StatusCallback | null {
  const url = urlField(form, 'StatusCallback');
  if (!url) return null;
  const asked = fieldList(form, 'StatusCallbackEvent').flatMap((value) => value.split(' '));
  const events = asked.length === 0 ? (['completed'] as const) : CALL_EVENTS.filter((event) => asked.includes(event));
  return { url, method: methodField(form, 'StatusCallbackMethod') ?? 'POST', events };
}
