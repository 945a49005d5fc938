import twilio from 'twilio';
import { silentLogger } from '@leadlock/observability/logger';
import { waitFor } from '@leadlock/voice/testing';
import { DEMO_TWILIO } from '../src/demo-tenant.ts';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';

export const startTestSandbox = (): Promise<Sandbox> => startSandbox({ port: 0, log: silentLogger });

/** Carries the official SDK's requests to the sandbox. */
class SandboxHttpClient extends twilio.RequestClient {
  readonly #base: string;

  constructor(base: string) {
    super();
    this.#base = base;
  }

  override request<T>(options: Parameters<typeof twilio.RequestClient.prototype.request<T>>[0]) {
    return super.request<T>({ ...options, uri: options.uri.replace('https://api.twilio.com', this.#base) });
  }
}

export function twilioClient(
  sandbox: Sandbox,
  { accountSid, authToken }: { accountSid: string; authToken: string } = DEMO_TWILIO,
): twilio.Twilio {
  return twilio(accountSid, authToken, { httpClient: new SandboxHttpClient(`${sandbox.url}/twilio`) });
}

export const basicAuth = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

type JsonObject = Record<string, unknown>;

/** The sandbox's own administration. */
export async function admin<T = JsonObject>(
  sandbox: Sandbox,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: JsonObject,
): Promise<T> {
  const response = await fetch(`${sandbox.url}/sandbox${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

export interface CallState {
  sid: string;
  status: string;
  startedAt: string | null;
  durationSeconds: number | null;
  elapsedMs: number;
  said: {
    text: string;
    startedAtMs: number;
    endedAtMs: number;
    interrupted: boolean;
    answeredAfterMs: number | null;
  }[];
  heard: { text: string; endedAtMs: number }[];
  heardSpeechMs: number;
  problem: string | null;
  alerts: { code: number; message: string }[];
}

const callState = (sandbox: Sandbox, sid: string): Promise<CallState> =>
  admin<CallState>(sandbox, 'GET', `/twilio/calls/${sid}`);

/** Waits until the call satisfies `condition`. */
export async function waitForCall(
  sandbox: Sandbox,
  sid: string,
  what: string,
  condition: (call: CallState) => boolean,
  timeoutMs = 20_000,
): Promise<CallState> {
  let latest = await callState(sandbox, sid);
  let asking = false;
  return waitFor(
    what,
    () => {
      if (condition(latest)) return latest;
      if (!asking) {
        asking = true;
        void callState(sandbox, sid).then((state) => {
          latest = state;
          asking = false;
        });
      }
      return null;
    },
    timeoutMs,
  );
}

export const waitForStatus = (sandbox: Sandbox, sid: string, status: string, timeoutMs?: number): Promise<CallState> =>
  waitForCall(sandbox, sid, `call ${status}`, (call) => call.status === status, timeoutMs);
