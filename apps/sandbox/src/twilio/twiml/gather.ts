import { openEarlyEar } from '../../audio/early-ear.ts';
import { FRAME_MS } from '../../audio/frames.ts';
import { isAudible } from '../../audio/loudness.ts';
import type { WebhookParams } from '../webhook.ts';
import type { TwimlElement } from './parse.ts';
import { play } from './play.ts';
import { pause, say } from './say.ts';
import { absoluteUrl, type TwimlSource, type VerbContext } from './verb.ts';

const NESTED: Record<string, (element: TwimlElement, context: VerbContext) => Promise<void>> = {
  Say: say,
  Play: play,
  Pause: pause,
};
/** Silence that ends what is said, where the document leaves it to the carrier (`auto`). */
const SPEECH_SILENCE_MS = 1000;
const LONGEST_TIMEOUT_SECONDS = 600;

interface Rules {
  takesKeys: boolean;
  takesSpeech: boolean;
  numDigits: number;
  finishOnKey: string;
  timeoutMs: number;
  speechTimeoutMs: number;
}

function rulesOf({ attributes }: TwimlElement, alert: VerbContext['alert']): Rules {
  const inputs = (attributes.input ?? 'dtmf').split(/\s+/);
  if (inputs.some((input) => input !== 'dtmf' && input !== 'speech')) {
    alert(12_200, `Gather: invalid input ${attributes.input ?? ''}`);
  }
  const timeout = Number(attributes.timeout ?? 5);
  const speechTimeout = Number(attributes.speechTimeout ?? 'NaN');
  return {
    takesKeys: inputs.includes('dtmf'),
    takesSpeech: inputs.includes('speech'),
    numDigits: Number(attributes.numDigits ?? Infinity) || Infinity,
    finishOnKey: attributes.finishOnKey ?? '#',
    timeoutMs: (timeout > 0 && timeout <= LONGEST_TIMEOUT_SECONDS ? timeout : 5) * 1000,
    speechTimeoutMs: speechTimeout > 0 ? speechTimeout * 1000 : SPEECH_SILENCE_MS,
  };
}

/** What somebody has pressed or said; neither: the time was over. */
interface Gathered {
  digits: string;
  speech: string | null;
}

/** Listens to keys and words, from the first word of what is nested on. What somebody says or presses cuts it short. */
function listen(context: VerbContext, rules: Rules, onInput: () => void) {
  const { call, service, signal } = context;
  const { promise, resolve } = Promise.withResolvers<Gathered>();
  let digits = '';
  let quietMs = 0;
  let isPrompted = false;
  let isSpeaking = false;
  const ear = rules.takesSpeech
    ? openEarlyEar(
        service.speech(),
        { silenceMs: rules.speechTimeoutMs, threshold: 0.5 },
        {
          onSpeechStarted: () => ((isSpeaking = true), onInput()),
          onSpeechStopped: () => undefined,
          onUtterance: (text) => {
            isSpeaking = false;
            if (text.trim() !== '') finish({ digits: '', speech: text });
          },
          onError: (error) => context.alert(12_400, `Gather: ${error.message}`),
        },
      )
    : null;
  const finish = (gathered: Gathered): void => {
    call.gathering = null;
    ear?.close();
    resolve(gathered);
  };
  call.gathering = {
    hear(frame) {
      ear?.hear(frame);
      quietMs = isAudible(frame) || !isPrompted || isSpeaking ? 0 : quietMs + FRAME_MS;
      if (quietMs >= rules.timeoutMs) finish({ digits, speech: null });
    },
    press(key) {
      if (!rules.takesKeys) return;
      onInput();
      quietMs = 0;
      if (key === rules.finishOnKey) return finish({ digits, speech: null });
      digits += key;
      if (digits.length >= rules.numDigits) finish({ digits, speech: null });
    },
  };
  const giveUp = (): void => finish({ digits, speech: null });
  signal.addEventListener('abort', giveUp, { once: true });
  context.service.background(call.ended.then(giveUp));
  /** From here on silence counts. */
  const prompted = (): void => {
    isPrompted = true;
  };
  return { gathered: promise, prompted };
}

/** Says what is nested and takes keys or words, which are sent to the action. Without any the document goes on. */
export async function gather(element: TwimlElement, context: VerbContext): Promise<TwimlSource | void> {
  const { call, signal, alert } = context;
  const rules = rulesOf(element, alert);
  const cut = new AbortController();
  signal.addEventListener('abort', () => cut.abort(), { once: true });
  const onInput = (): void => {
    if (cut.signal.aborted) return;
    cut.abort();
    call.playback.clear();
  };
  const { gathered, prompted } = listen(context, rules, onInput);
  for (const child of element.children) {
    const verb = NESTED[child.name];
    if (!verb) alert(12_200, `<${child.name}> is not allowed within <Gather>`);
    else if (!cut.signal.aborted) await verb(child, { ...context, signal: cut.signal });
  }
  prompted();
  const { digits, speech } = await gathered;
  if (signal.aborted) return;
  const { action, method, actionOnEmptyResult } = element.attributes;
  const isEmpty = digits === '' && speech === null;
  if (isEmpty && actionOnEmptyResult !== 'true') return;
  const params: WebhookParams = speech === null ? { Digits: digits } : { SpeechResult: speech, Confidence: '0.9' };
  const url = absoluteUrl(action ?? '', context.baseUrl);
  return { address: { url, method, params: isEmpty ? {} : params } };
}
