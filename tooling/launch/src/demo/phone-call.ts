import { setTimeout as sleep } from 'node:timers/promises';
import { httpClient, type HttpClient } from './http-client.ts';
import { CALLER } from './scenario.ts';
import type { DemoTenant } from './tenant.ts';

/** The call takes about a minute, and many times that on a machine that is slow or busy: both sides wait for each other. */
const CALL_TIMEOUT_MS = 600_000;
const RECORDING_TIMEOUT_MS = 10_000;
const POLL_MS = 250;
const FINAL = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled', 'voicemail']);

export interface TranscriptLine {
  role: string;
  content: string;
}

/** The call as the API shows it. */
export interface CallLog {
  id: string;
  twilio_call_sid: string;
  status: string;
  direction: string;
  duration_seconds: number | null;
  cost_cents: number | null;
  billable_minutes: number | null;
  recording_url: string | null;
  transcript: TranscriptLine[] | null;
  metadata: { turn_latencies_ms?: number[]; first_audio_ms?: number | null; end_reason?: string; end_detail?: string };
}

/** The call as it was at the caller's end of the line. */
export interface CallerReport {
  said: { text: string; startedAtMs: number; answeredAfterMs: number | null }[];
  heard: { text: string; endedAtMs: number }[];
  problem: string | null;
}

/** Lets the sandbox's caller ring the tenant's number and follows the call until it is over. */
export async function placeDemoCall(
  { api, phoneNumber, callerNumber }: DemoTenant,
  sandboxUrl: string,
): Promise<{ call: CallLog; caller: CallerReport }> {
  const sandbox = httpClient(sandboxUrl);
  const { sid } = await sandbox.post<{ sid: string }>('/sandbox/twilio/calls', {
    to: phoneNumber,
    from: callerNumber,
    caller: CALLER,
  });
  const call = await finishedCall(api, sandbox, sid);
  return { call, caller: await sandbox.get<CallerReport>(`/sandbox/twilio/calls/${sid}`) };
}

async function finishedCall(api: HttpClient, sandbox: HttpClient, sid: string): Promise<CallLog> {
  const deadline = Date.now() + CALL_TIMEOUT_MS;
  let call: CallLog | undefined;
  while (!call || !FINAL.has(call.status)) {
    if (Date.now() > deadline) throw new Error(await whyUnfinished(sandbox, sid, call));
    await sleep(POLL_MS);
    call = await callBySid(api, sid);
  }
  // The recording is reported a moment after the call has ended.
  const patience = Date.now() + RECORDING_TIMEOUT_MS;
  while (call.recording_url === null && call.status === 'completed' && Date.now() < patience) {
    await sleep(POLL_MS);
    call = (await callBySid(api, sid)) ?? call;
  }
  return call;
}

const callBySid = async (api: HttpClient, sid: string): Promise<CallLog | undefined> =>
  (await api.get<{ calls: CallLog[] }>('/calls?limit=10')).calls.find((call) => call.twilio_call_sid === sid);

async function whyUnfinished(sandbox: HttpClient, sid: string, call: CallLog | undefined): Promise<string> {
  const state = await sandbox.get<{ status: string; alerts: unknown[] }>(`/sandbox/twilio/calls/${sid}`);
  const alerts = state.alerts.length > 0 ? `, with alerts ${JSON.stringify(state.alerts)}` : '';
  return `The call did not end within ${CALL_TIMEOUT_MS / 1_000} s. Status: ${call?.status ?? 'unknown'} (Leadlock), ${state.status} (Twilio)${alerts}`;
}
