import { z } from 'zod';
import { CliError } from '../../program/cli-error.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { jsonOrNull } from '../../program/json.ts';

const Numbers = z.array(z.looseObject({ phoneNumber: z.string() }));
const State = z.looseObject({ sid: z.string(), status: z.string() });
const Refusal = z.object({ error: z.string() });

/** The administration of the sandbox: the outside of the product, where callers are. */
export interface Sandbox {
  /** The numbers that are in service there. */
  numbers(): Promise<string[]>;
  /** Somebody calls a number; answers with the call's SID at Twilio. */
  placeCall(call: { to: string; from: string; caller: unknown }): Promise<string>;
  status(sid: string): Promise<string>;
  hangUp(sid: string): Promise<void>;
}

const TIMEOUT_MS = 10_000;

export function connectSandbox(url: string, apiUrl: string): Sandbox {
  const base = `${url}/sandbox/twilio`;
  const noSandbox = (cause: unknown) =>
    new CliError(`No sandbox found at ${url}`, {
      hint: `Simulated calls require an API running with PROVIDERS=sandbox. Check ${apiUrl}, or set the sandbox’s URL with LEADLOCK_SANDBOX_URL.`,
      cause,
    });

  async function ask<Answer>(path: string, schema: z.ZodType<Answer>, body?: unknown): Promise<Answer> {
    const send = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${base}${path}`, {
      ...send,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => Promise.reject(noSandbox(error)));
    const text = await response.text();
    const answer = jsonOrNull(text);
    const parsed = schema.safeParse(answer);
    if (response.ok && parsed.success) return parsed.data;
    const refusal = Refusal.safeParse(answer);
    if (!refusal.success || response.status === 404) throw noSandbox(parsed.error);
    throw new CliError(refusal.data.error, { exitCode: EXIT.usage });
  }

  return {
    numbers: async () => (await ask('/numbers', Numbers)).map(({ phoneNumber }) => phoneNumber),
    placeCall: async (call) => (await ask('/calls', State, call)).sid,
    status: async (sid) => (await ask(`/calls/${sid}`, State)).status,
    async hangUp(sid) {
      await ask(`/calls/${sid}/hangup`, State, {});
    },
  };
}
