import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import type { DialogueStep } from './dialogue.ts';
import { nameIn, phoneNumberIn, timeIn, withoutPhoneNumbers, type SpokenTime } from './spoken-details.ts';
import { argumentsFor, type GatheredDetails } from './tool-arguments.ts';

export type TaskKind = 'booking' | 'message' | 'text' | 'transfer' | 'search' | 'tool';
type Detail = keyof Omit<GatheredDetails, 'other'>;

/** What the agent does next for a task. */
export type TaskStep =
  | { kind: 'ask' | 'confirm' | 'done'; say: string }
  | { kind: 'call'; call: DialogueStep['toolCalls'][number] };

/** Something the caller wants done: it knows what it still has to ask and what it does in the end. */
export interface Task {
  readonly kind: TaskKind;
  readonly tool: ToolDefinition | null;
  readonly details: GatheredDetails;
  /** The details were read back and wait for a yes. */
  readonly confirming: boolean;
  confirm(): void;
  /** Takes the details out of what was heard; false when there were none. */
  absorb(heard: string, now: Date): boolean;
  /** Notes that the answer to the last question was not understood; the second time the question is given up. */
  miss(): void;
  next(): TaskStep;
  /** What to say when the tool has done it. */
  success(text: string | null): string;
}

/** Asked in this order, whatever the tool needs besides. */
const NEEDS: Record<TaskKind, Detail[]> = {
  booking: ['name', 'when', 'phone'],
  message: ['name', 'phone', 'request'],
  text: [],
  transfer: [],
  search: [],
  tool: [],
};

const QUESTIONS: Record<Detail, string> = {
  name: 'May I have your name, please?',
  phone: 'What is the best phone number to reach you?',
  email: 'What is your email address?',
  when: 'What day and time would suit you?',
  request: 'What is it about?',
  message: 'What should the message say?',
};

export function createTask(kind: TaskKind, heard: string, tool: ToolDefinition | null, known: GatheredDetails): Task {
  const details: GatheredDetails = { ...known, other: { ...known.other } };
  // A booking that is tried again keeps its matter; a new message has its own.
  if (kind === 'booking') details.request = requestIn(kind, heard) ?? details.request;
  else if (kind !== 'search' && kind !== 'text') details.request = requestIn(kind, heard);
  const mustConfirm = kind === 'booking' || kind === 'message';
  let asked: { detail: Detail | 'other'; name: string } | null = null;
  let confirmed = !mustConfirm;
  let confirming = false;
  /** Digits of a number that was said in parts. */
  let digits = '';
  let misses = 0;
  const givenUp = new Set<string>();

  function absorb(heard: string, now: Date): boolean {
    const answering = asked;
    let found = false;
    const take = <Key extends Detail>(key: Key, value: GatheredDetails[Key] | null): void => {
      if (value === null || value === undefined) return;
      details[key] = value;
      found = true;
    };
    take('name', nameIn(heard, answering?.detail === 'name'));
    const phone = phoneNumberIn(
      answering?.detail === 'phone' ? `${digits} ${heard}`.replace(/(?<=\d) (?=\d)/g, '') : heard,
    );
    take('phone', phone);
    if (answering?.detail === 'phone' && !phone) digits += heard.replace(/\D/g, '');
    take('when', mergedTime(details.when, timeIn(withoutPhoneNumbers(heard), now)));
    take('email', emailIn(heard));
    if (found || !answering) return found;
    const words = heard.replace(/^\W*(?:it's|it is|about)\s+/i, '').trim();
    if (answering.detail === 'other') details.other[answering.name] = words;
    else if (answering.detail === 'request' || answering.detail === 'message') details[answering.detail] = words;
    else return false;
    return true;
  }

  function missing(): TaskStep | null {
    const need = NEEDS[kind].find((detail) => details[detail] === undefined && !givenUp.has(detail));
    const fromTool = need || !tool ? null : argumentsFor(tool, details).missing;
    const detail = need ?? fromTool?.detail;
    asked = detail ? { detail, name: fromTool?.name ?? detail } : null;
    if (!detail) return null;
    if (detail === 'when' && details.when?.date && !details.when.time)
      return { kind: 'ask', say: `What time ${details.when.phrase} would suit you?` };
    if (detail === 'when' && details.when?.time && !details.when.date) return { kind: 'ask', say: 'And on which day?' };
    return { kind: 'ask', say: fromTool?.question ?? (detail === 'other' ? '' : QUESTIONS[detail]) };
  }

  return {
    kind,
    tool,
    details,
    get confirming() {
      return confirming;
    },
    confirm() {
      confirmed = true;
      confirming = false;
    },
    absorb(heard, now) {
      const found = absorb(heard, now);
      if (found) misses = 0;
      return found;
    },
    miss() {
      if (asked && ++misses >= 2) {
        givenUp.add(asked.name);
        misses = 0;
      }
    },
    next() {
      const ask = missing();
      if (asked && givenUp.has(asked.name)) return { kind: 'done', say: 'I am sorry, I could not take that down.' };
      if (ask) {
        confirming = false;
        return ask;
      }
      if (!confirmed) {
        confirming = true;
        return { kind: 'confirm', say: `${summary(kind, details)} Is that right?` };
      }
      if (tool) return { kind: 'call', call: { name: tool.name, arguments: argumentsFor(tool, details).arguments } };
      return { kind: 'done', say: 'Thank you. I have noted that, and someone will get back to you.' };
    },
    success(text) {
      if (kind === 'booking') return `You are booked ${details.when?.phrase ?? ''}.`.replace(' .', '.');
      if (kind === 'text') return 'I have sent you a text message.';
      return text ?? 'That is done.';
    },
  };
}

function summary(kind: TaskKind, { name, phone, when, request }: GatheredDetails): string {
  const wish =
    kind === 'booking'
      ? `You would like ${request ?? 'an appointment'} ${when?.phrase ?? ''}`
      : `I will pass on your message${request ? `: ${request}` : ''}`;
  const thanks = name ? `Thank you, ${name}.` : 'Thank you.';
  return `${thanks} ${wish.replace(/\W{0,20}$/, '.')}${phone ? ` Your number is ${phone}.` : ''}`;
}

/** The matter itself, without the words around it: "I would like to book a cleaning for Tuesday" is a cleaning. */
function requestIn(kind: TaskKind, heard: string): string | undefined {
  const wanted =
    kind === 'booking'
      ? /\b(?:book|schedule|reserve|make|need|want|have|get)\s{1,20}((?:an?|my|the)\s{1,20}.{1,200}?)(?=\s{1,20}(?:for|on|at|next|this|tomorrow|today|with|in|please|as soon)\b|[.,?!]|$)/i.exec(
          heard,
        )?.[1]
      : heard
          .replace(/^.*?\b(?:message|call me back|call back)\b(?:\s+(?:for|to|about|please|that|saying))*/i, '')
          .replace(/^\W{1,20}|\W{1,20}$/g, '');
  return wanted && /[a-z]{3}/i.test(wanted) ? wanted : undefined;
}

function mergedTime(before: SpokenTime | undefined, now: SpokenTime | null): SpokenTime | null {
  if (!now || !before) return now;
  if (now.date && !now.time && before.time && !before.date)
    return { phrase: `${now.phrase} ${before.phrase}`, date: now.date, time: before.time };
  if (!now.date && before.date) {
    const day = before.time ? before.phrase.replace(/ (?:at|around|about|by|in the) .*$/i, '') : before.phrase;
    return { phrase: `${day} ${now.phrase}`, date: before.date, time: now.time };
  }
  return now;
}

function emailIn(heard: string): string | null {
  const written = heard.replace(/\s{1,20}at\s{1,20}/gi, '@').replace(/\s{1,20}dot\s{1,20}/gi, '.');
  return /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/.exec(written)?.[0].replace(/\.$/, '').toLowerCase() ?? null;
}
