import type { CallerReport, CallLog } from './phone-call.ts';
import type { UsageRecord } from './usage-record.ts';

export interface DemoResult {
  call: CallLog;
  caller: CallerReport;
  usage: UsageRecord | null;
}

/** Why the demonstration did not show what it should; null when it did. */
export function shortcoming({ call, caller, usage }: DemoResult): string | null {
  const { status, transcript, metadata } = call;
  if (status !== 'completed') {
    return `The call ended ${status} (${metadata.end_reason ?? 'no reason'}${metadata.end_detail ? `: ${metadata.end_detail}` : ''})`;
  }
  if (caller.problem) return `The caller had a problem: ${caller.problem}`;
  const spoke = (isOne: (role: string) => boolean): boolean =>
    (transcript ?? []).some(({ role, content }) => isOne(role) && /\w/.test(content));
  if (!spoke((role) => role === 'user')) return 'The agent did not understand the caller';
  if (!spoke((role) => role !== 'user')) return 'The agent did not speak';
  if (caller.heard.length === 0) return 'The caller did not hear anything';
  if (usage === null) return 'The call has no usage record';
  return null;
}

/** The result as one JSON object, for programs. */
export function asJson({ call, caller, usage }: DemoResult): string {
  return JSON.stringify({
    call_id: call.id,
    status: call.status,
    direction: call.direction,
    duration_seconds: call.duration_seconds,
    transcript: (call.transcript ?? []).map(({ role, content }) => ({ role, content })),
    turn_latency_ms: call.metadata.turn_latencies_ms ?? [],
    usage_record_id: usage?.id ?? null,
    recording_url: call.recording_url,
    cost_cents: call.cost_cents,
    billed_cents: usage?.revenue_cents ?? null,
    end_reason: call.metadata.end_reason ?? null,
    caller: {
      said: caller.said.map(({ text, answeredAfterMs }) => ({ text, answered_after_ms: answeredAfterMs })),
      heard: caller.heard.map(({ text }) => text),
    },
  });
}

const money = (cents: number | null): string => (cents === null ? 'unknown' : `$${(cents / 100).toFixed(2)}`);
const times = (milliseconds: readonly (number | null)[]): string =>
  milliseconds.map((ms) => (ms === null ? '-' : String(Math.round(ms)))).join(', ') || 'none';

/** The result for people: the conversation from both ends of the line, how quick it was, and what it cost. */
export function asText({ call, caller, usage }: DemoResult): string {
  const atTheCaller = [
    ...caller.said.map(({ text, startedAtMs }) => ({ at: startedAtMs, line: `  caller said   ${text}` })),
    ...caller.heard.map(({ text, endedAtMs }) => ({ at: endedAtMs, line: `  caller heard  ${text}` })),
  ].toSorted((one, other) => one.at - other.at);
  return [
    'The call, as transcribed by the agent:',
    ...(call.transcript ?? []).map(
      ({ role, content }) => `  agent ${role === 'user' ? 'heard' : 'said '}   ${content}`,
    ),
    '',
    'The call, from the caller’s end of the line:',
    ...atTheCaller.map(({ line }) => line),
    '',
    `Response times in ms, from the end of the caller’s speech to the agent’s voice: ${times(call.metadata.turn_latencies_ms ?? [])}`,
    `  measured at the caller’s end:                                                 ${times(caller.said.map((one) => one.answeredAfterMs))}`,
    `Duration ${call.duration_seconds ?? 0} s, vendor costs ${money(call.cost_cents)}, price ` +
      `${money(usage?.revenue_cents ?? null)} for ${call.billable_minutes ?? 0} min (usage record ` +
      `${usage?.id ?? 'missing'})`,
    `Call ${call.id}: ${call.status}, ${call.metadata.end_reason ?? ''}; recording ${call.recording_url ?? 'none'}`,
  ].join('\n');
}
