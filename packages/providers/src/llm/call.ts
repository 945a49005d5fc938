import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@leadlock/core/clock';
import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import { LlmError, type LlmKeyOwner, type LlmRequest, type LlmVendor } from '../contracts/index.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { explain } from './explain.ts';
import { findModel } from './find-model.ts';
import type { LlmModel } from './models.ts';
import { VENDORS } from './vendors/index.ts';
import type { VendorAdapter } from './vendors/vendor.ts';

export interface LlmOptions {
  /** Base addresses; a vendor without one is not there. */
  addresses: Readonly<Partial<Record<LlmVendor, string>>>;
  /** The platform's keys. */
  keys: Readonly<Partial<Record<LlmVendor, string>>>;
  clock: Clock;
  /** Of one answer. Default 8 MB. */
  maxResponseBytes?: number;
}

const DEFAULT_DEADLINE_MS = 60_000;
const DEFAULT_OUTPUT_TOKENS = 4_096;
const DEFAULT_RESPONSE_BYTES = 8_000_000;
const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 400;
/** What is left must hold an answer, too. */
const LEAST_TIME_FOR_AN_ANSWER_MS = 250;

/** One request to a model, over all of its attempts. */
export interface Call {
  readonly model: LlmModel;
  readonly vendor: VendorAdapter;
  readonly paidBy: LlmKeyOwner;
  readonly languageModel: ReturnType<VendorAdapter['open']>;
  readonly temperature: number | undefined;
  readonly maxOutputTokens: number;
  /** Aborts at the deadline, when the caller wants no answer any more, and when the call is closed. */
  readonly signal: AbortSignal;
  readonly attempts: number;
  elapsedMs(): number;
  /** Begins an attempt. @throws LlmError when there is no time or wish for one */
  begin(): void;
  explain(error: unknown): LlmError;
  /** Waits for the next attempt. @throws LlmError the failure itself when there is none */
  waitAfter(failure: LlmError): Promise<void>;
  /** Ends whatever is still open. */
  close(): void;
}

/** Whose key is used: the first given one of the vendor, or the platform's. */
function chooseKey(
  { keys = [] }: LlmRequest,
  { vendor: name }: LlmModel,
  options: LlmOptions,
): { owner: LlmKeyOwner; apiKey: string } {
  const given = keys.find(({ vendor, apiKey }) => vendor === name && apiKey !== '');
  if (given) return given;
  const { label, keyVariable } = VENDORS[name];
  if (keyVariable === null) return { owner: 'platform', apiKey: '' };
  const apiKey = options.keys[name];
  if (apiKey !== undefined) return { owner: 'platform', apiKey };
  throw new LlmError('key_missing', `No API key for ${label}`, `Set ${keyVariable}, or use your own key.`, {
    vendor: name,
  });
}

function addressOf({ vendor }: LlmModel, { addresses }: LlmOptions): string {
  const url = addresses[vendor];
  if (url !== undefined) return withoutTrailingSlash(url);
  const { label } = VENDORS[vendor];
  throw new LlmError('model_unavailable', `No URL configured for ${label}`, 'Set LOCAL_LLM_URL.', { vendor });
}

/** @throws LlmError when the model, its address or a key for it is missing */
export function openCall(request: LlmRequest, options: LlmOptions): Call {
  const startedAt = performance.now();
  const model = findModel(request.model, options.clock.now());
  const vendor = VENDORS[model.vendor];
  const url = addressOf(model, options);
  const { owner: paidBy, apiKey } = chooseKey(request, model, options);
  const deadlineMs = request.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const deadline = AbortSignal.timeout(deadlineMs);
  const closing = new AbortController();
  const signals = [deadline, closing.signal, ...(request.signal ? [request.signal] : [])];
  const signal = AbortSignal.any(signals);
  const { temperature, maxOutputTokens = DEFAULT_OUTPUT_TOKENS } = request;
  let attempts = 0;

  const elapsedMs = (): number => Math.round(performance.now() - startedAt);
  const subject = {
    label: vendor.label,
    vendor: model.vendor,
    modelId: model.id,
    keyOwner: paidBy,
    apiKey,
    deadlineMs,
  };
  const explainHere = (error: unknown): LlmError =>
    explain(error, { ...subject, isCanceled: request.signal?.aborted ?? false, isLate: deadline.aborted });

  return {
    model,
    vendor,
    paidBy,
    languageModel: vendor.open(
      { url, apiKey, fetch: boundedFetch(options.maxResponseBytes ?? DEFAULT_RESPONSE_BYTES) },
      model.id,
    ),
    temperature:
      temperature === undefined || model.maxTemperature === null
        ? undefined
        : Math.min(temperature, model.maxTemperature),
    maxOutputTokens: Math.min(maxOutputTokens, model.maxOutputTokens ?? maxOutputTokens),
    signal,
    get attempts() {
      return attempts;
    },
    elapsedMs,
    begin() {
      if (signal.aborted) throw explainHere(signal.reason);
      attempts += 1;
    },
    explain: explainHere,
    async waitAfter(failure) {
      // Half of a pause is left to chance, so that those who were refused together do not come back together.
      const pause = FIRST_PAUSE_MS * 2 ** (attempts - 1) * (0.5 + Math.random() / 2);
      const waitMs = Math.max(pause, failure.retryAfterMs ?? 0);
      const isInTime = elapsedMs() + waitMs + LEAST_TIME_FOR_AN_ANSWER_MS <= deadlineMs;
      if (!failure.retryable || failure.kind === 'timeout' || attempts >= MAX_ATTEMPTS || !isInTime) throw failure;
      await delay(waitMs, undefined, { signal }).catch((error: unknown) => {
        throw explainHere(error);
      });
    },
    close: () => closing.abort(),
  };
}
