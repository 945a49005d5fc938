import { writtenArguments } from '../../wire/tool-text.ts';
import { asObject, numberAt, objectAt, objectsAt, rawStringAt, stringAt, type JsonObject } from '../../wire/json.ts';

/** What one message of the server says. One may say several things, and all of them count. */
export interface ServerMessage {
  setupComplete: boolean;
  /** What the caller says, and the agent: pieces as they come. */
  inputText: string;
  outputText: string;
  /** Base64 and its rate in Hz; null: the usual one. */
  audio: { data: string; rate: number | null }[];
  calls: { id: string; name: string; args: string }[];
  cancelledCalls: string[];
  interrupted: boolean;
  generationComplete: boolean;
  turnComplete: boolean;
  /** Why the turn is complete, where it is not simply over. */
  turnReason: string | null;
  usage: JsonObject | null;
  /** In ms, how long the connection will still last. */
  goAwayMs: number | null;
  resumption: { handle: string | null } | null;
}

const MAX_CALLS = 32;
/** A message holds one piece of audio, or a few. */
const MAX_AUDIO_PARTS = 64;
/** Longer than any connection lasts, in seconds. */
const LONGEST_SECONDS = 86_400;
/** One of these is in every message that means something to us; others of the protocol say nothing that a call needs. */
const FIELDS = [
  'setupComplete',
  'serverContent',
  'toolCall',
  'toolCallCancellation',
  'usageMetadata',
  'goAway',
  'sessionResumptionUpdate',
  'voiceActivity',
  'voiceActivityDetectionSignal',
];

/** Whether it is a message of the protocol at all. */
export const isServerMessage = (message: JsonObject): boolean => FIELDS.some((field) => Object.hasOwn(message, field));

export function readServerMessage(message: JsonObject): ServerMessage {
  const content = objectAt(message, 'serverContent');
  const update = objectAt(message, 'sessionResumptionUpdate');
  const goAway = objectAt(message, 'goAway');
  return {
    setupComplete: asObject(message.setupComplete) !== null,
    inputText: rawStringAt(objectAt(content, 'inputTranscription'), 'text') ?? '',
    outputText: rawStringAt(objectAt(content, 'outputTranscription'), 'text') ?? '',
    audio: objectsAt(objectAt(content, 'modelTurn'), 'parts')
      .flatMap((part) => {
        const { data, mimeType } = objectAt(part, 'inlineData') ?? {};
        return typeof data === 'string' ? [{ data, rate: rateOf(mimeType) }] : [];
      })
      .slice(0, MAX_AUDIO_PARTS),
    calls: objectsAt(objectAt(message, 'toolCall'), 'functionCalls')
      .slice(0, MAX_CALLS)
      .map((call) => ({
        id: stringAt(call, 'id') ?? '',
        name: stringAt(call, 'name') ?? '',
        args: writtenArguments(asObject(call.args)),
      })),
    cancelledCalls: stringsAt(objectAt(message, 'toolCallCancellation'), 'ids'),
    interrupted: content?.interrupted === true,
    generationComplete: content?.generationComplete === true,
    turnComplete: content?.turnComplete === true,
    turnReason: stringAt(content, 'turnCompleteReason'),
    usage: objectAt(message, 'usageMetadata'),
    goAwayMs: goAway && durationMs(goAway.timeLeft),
    resumption: update && { handle: update.resumable === true ? stringAt(update, 'newHandle') || null : null },
  };
}

function rateOf(mimeType: unknown): number | null {
  const rate = typeof mimeType === 'string' ? /\brate=(\d{1,6})\b/.exec(mimeType)?.[1] : undefined;
  return rate === undefined ? null : Number(rate);
}

/** A duration as JSON has it: `9.5s`, or seconds and nanoseconds. */
function durationMs(duration: unknown): number {
  if (typeof duration === 'string') {
    const seconds = /^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(duration)?.[1];
    return boundedMs(Number(seconds ?? 0));
  }
  return boundedMs(numberAt(asObject(duration), 'seconds'));
}

const boundedMs = (seconds: number): number => Math.min(Math.max(0, seconds), LONGEST_SECONDS) * 1000;

function stringsAt(object: JsonObject | null, key: string): string[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
