import { systemClock } from '@leadlock/core/clock';
import { LlmError, type LlmProvider, type LlmRequest, type LlmStreamEvent } from '@leadlock/providers/contracts';
import { createLlm } from '@leadlock/providers/llm';
import { waitFor } from '@leadlock/voice/testing';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Sandbox } from '../../src/sandbox.ts';
import { admin, startTestSandbox } from '../sandbox-client.ts';

export const KEYS = { openai: 'sk-sandbox', anthropic: 'sk-ant-sandbox', xai: 'xai-sandbox' };

/** The vendors, and a model of each. */
export const VENDORS = [
  { vendor: 'openai', model: 'openai/gpt-4.1-mini' },
  { vendor: 'anthropic', model: 'anthropic/claude-haiku-4-5-20251001' },
  { vendor: 'xai', model: 'xai/grok-4.3' },
  { vendor: 'local', model: 'local/llama-3.3' },
] as const;
export type Vendor = (typeof VENDORS)[number]['vendor'];

const addressesOf = ({ url }: Sandbox) => ({
  openai: `${url}/openai/v1`,
  anthropic: `${url}/anthropic`,
  xai: `${url}/xai/v1`,
  local: `${url}/local/v1/`,
});

/** The product's own client, at the sandbox. */
export const connect = (sandbox: Sandbox, options: Partial<Parameters<typeof createLlm>[0]> = {}): LlmProvider =>
  createLlm({ addresses: addressesOf(sandbox), keys: KEYS, clock: systemClock, ...options });

/** A sandbox for the tests of a suite, which is as it was after each, and the product's client at it. */
export function useDoor(): { readonly sandbox: Sandbox; readonly llm: LlmProvider } {
  let sandbox: Sandbox;
  let llm: LlmProvider;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
    llm = connect(sandbox);
  });
  afterEach(() => admin(sandbox, 'POST', '/reset'));
  afterAll(() => sandbox.close());
  return {
    get sandbox() {
      return sandbox;
    },
    get llm() {
      return llm;
    },
  };
}

/** Has the next requests to a vendor go wrong. */
export const goWrong = (sandbox: Sandbox, vendor: Vendor, fault: Record<string, unknown>): Promise<unknown> =>
  admin(sandbox, 'POST', `/${vendor}/language-model/faults`, fault);

interface SeenRequest {
  path: string;
  body: Record<string, unknown>;
  state: 'open' | 'answered' | 'gone';
}

export const requestsTo = async (sandbox: Sandbox, vendor: Vendor): Promise<SeenRequest[]> =>
  (await admin<{ requests: SeenRequest[] }>(sandbox, 'GET', `/${vendor}/language-model/requests`)).requests;

/** Waits until the last request to a vendor has ended in a way. */
export async function waitForState(sandbox: Sandbox, vendor: Vendor, state: SeenRequest['state']): Promise<void> {
  let latest: SeenRequest['state'] | undefined;
  const look = async (): Promise<void> => {
    while (latest !== state) latest = (await requestsTo(sandbox, vendor)).at(-1)?.state;
  };
  void look();
  await waitFor(`a request that is ${state}`, () => latest === state);
}

export const askFor = (model: string, text: string, rest: Partial<LlmRequest> = {}): LlmRequest => ({
  model,
  messages: [{ role: 'user', content: text }],
  ...rest,
});

/** The error that work ends with, which is one of this contract. */
export async function failure(work: Promise<unknown>): Promise<LlmError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof LlmError) return error;
  throw new Error('There was no LlmError', { cause: error });
}

export interface Heard {
  events: LlmStreamEvent[];
  text: string;
  error: LlmError | null;
}

/** Reads a stream to its end, whatever that is. */
export async function hear(stream: AsyncIterable<LlmStreamEvent>): Promise<Heard> {
  const events: LlmStreamEvent[] = [];
  const error = await failure(
    (async () => {
      for await (const event of stream) events.push(event);
      throw new Ended();
    })(),
  ).catch((reason: unknown) => {
    if (reason instanceof Error && reason.cause instanceof Ended) return null;
    throw reason;
  });
  const text = events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  return { events, text, error };
}

class Ended extends Error {}
