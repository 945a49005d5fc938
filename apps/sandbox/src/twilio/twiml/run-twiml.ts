import type { CallLeg } from '../call/call-leg.ts';
import type { TwilioService } from '../service.ts';
import { fetchTwiml, type FetchedTwiml } from './fetch-twiml.ts';
import { connect } from './connect.ts';
import { dial } from './dial.ts';
import { gather } from './gather.ts';
import { parseTwiml, type TwimlElement } from './parse.ts';
import { play } from './play.ts';
import { pause, say } from './say.ts';
import { TwimlError } from './twiml-error.ts';
import { absoluteUrl, type TwimlSource, type VerbContext } from './verb.ts';

/** After a verb: go on, follow another document, or stop. */
type VerbOutcome = TwimlSource | 'stop' | void;
type Verb = (element: TwimlElement, context: VerbContext) => VerbOutcome | Promise<VerbOutcome>;

const VERBS: Record<string, Verb> = {
  Say: say,
  Play: play,
  Pause: pause,
  Connect: connect,
  Dial: dial,
  Gather: gather,
  Redirect: redirect,
  Hangup: (_, { call }) => hangUp(call),
  Reject: reject,
};
/** Verbs that do not answer a call that rings. */
const SILENT_VERBS = new Set(['Reject', 'Hangup', 'Redirect', 'Pause']);
/** Verbs of Twilio that this carrier does not know how to follow. */
const UNSUPPORTED = new Set(['Record', 'Enqueue', 'Leave', 'Refer', 'Pay', 'Prompt', 'Start', 'Stop', 'Sms']);

/**
 * Follows instructions, and those they lead to, to their end, which is the call's end unless it is kept open. Errors end
 * the call as `failed`, with an alert.
 */
export async function runTwiml(
  service: TwilioService,
  call: CallLeg,
  first: TwimlSource,
  signal: AbortSignal,
  atTheEnd: 'hang-up' | 'keep-open' = 'hang-up',
): Promise<void> {
  const alert = (code: number, message: string): void =>
    service.store.alert(call.account.sid, call.record.sid, code, message);
  try {
    for (let source: TwimlSource | null = first; source && !signal.aborted;) {
      const { response, baseUrl } = await load(call, source, (error) => alert(error.code, error.message));
      if (signal.aborted) return;
      source = await follow(response, {
        service,
        call,
        signal,
        baseUrl,
        alert,
        played: () => played(call, signal),
        runOn: (leg, document, until) => runTwiml(service, leg, document, until, 'keep-open'),
      });
    }
    if (!signal.aborted && atTheEnd === 'hang-up') call.end('completed');
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof TwimlError)) throw error;
    alert(error.code, error.message);
    call.end('failed');
  }
}

function load(call: CallLeg, source: TwimlSource, alert: (error: TwimlError) => void): Promise<FetchedTwiml> {
  if ('twiml' in source) return Promise.resolve({ response: parseTwiml(source.twiml), baseUrl: '' });
  return fetchTwiml(call, source.address, alert);
}

async function follow(response: TwimlElement, context: VerbContext): Promise<TwimlSource | null> {
  for (const element of response.children) {
    const verb = VERBS[element.name];
    if (!verb) {
      const known = UNSUPPORTED.has(element.name);
      context.alert(12_200, known ? `<${element.name}> is not followed here` : `Unknown element <${element.name}>`);
      continue;
    }
    if (!SILENT_VERBS.has(element.name)) context.call.answer();
    const outcome = await verb(element, context);
    if (context.signal.aborted || outcome === 'stop') return null;
    if (outcome) return outcome;
  }
  return null;
}

function played(call: CallLeg, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    call.playback.mark(resolve);
  });
}

function redirect(element: TwimlElement, { baseUrl }: VerbContext): TwimlSource {
  return { address: { url: absoluteUrl(element.text, baseUrl), method: element.attributes.method } };
}

function hangUp(call: CallLeg): 'stop' {
  call.end('completed');
  return 'stop';
}

function reject(element: TwimlElement, { call }: VerbContext): 'stop' {
  // A call that was answered can no longer be rejected; Twilio then ignores the verb.
  call.end(call.record.startedAt !== null ? 'completed' : element.attributes.reason === 'busy' ? 'busy' : 'no-answer');
  return 'stop';
}
