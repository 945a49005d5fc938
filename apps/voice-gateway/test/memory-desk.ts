import type { ToolCall } from '@leadlock/voice/contracts';
import type { CallProgress, CallResult, TranscriptEntry } from '@leadlock/voice/session';
import { sampleSessionConfig } from '@leadlock/voice/testing';
import type { ClaimedMonitor } from '@leadlock/telephony/monitoring';
import type { CallReference } from '../src/unsaved-calls/kept-call.ts';
import type { CallDesk, CallToEnd, ClaimedCall, HeldCall, RefusedClaim } from '../src/call-desk.ts';

/** The business side in memory: tokens that work once, and a record of what it was asked. */
export class MemoryDesk implements CallDesk {
  readonly tokens = new Map<string, ClaimedCall>();
  /** Tokens that work once, and the calls that can be heard with them. */
  readonly monitorTokens = new Map<string, string>();
  readonly completed: CallResult[] = [];
  readonly saved: TranscriptEntry[][] = [];
  readonly recordings: string[] = [];
  readonly toolCalls: ToolCall[] = [];
  readonly completedCalls: CallReference[] = [];
  readonly remains: (CallReference & CallProgress)[] = [];
  readonly beats: HeldCall[][] = [];
  /** Calls that may not go on. */
  unwanted: CallToEnd[] = [];
  /** The database does not answer the heartbeat. */
  isAway = false;
  completionFailures = 0;
  /** The token of a call whose account was suspended. */
  refusedToken: string | null = null;
  lookUp: () => Promise<void> = () => Promise.resolve();

  issue(token: string, changes: Partial<ClaimedCall> = {}): ClaimedCall {
    const call: ClaimedCall = {
      callId: `call-${token}`,
      tenantId: 'tenant-1',
      callSid: `CA${token}`,
      providerName: 'openai',
      model: 'gpt-realtime',
      session: sampleSessionConfig(),
      speaksFirst: false,
      greeting: null,
      maxDurationSeconds: 600,
      maxSilenceSeconds: 60,
      record: true,
      fallbacks: [],
      ...changes,
    };
    this.tokens.set(token, call);
    return call;
  }

  async prepare(callId: string): Promise<ClaimedCall | null> {
    return [...this.tokens.values()].find((call) => call.callId === callId) ?? null;
  }

  async claim({
    token,
    callSid,
  }: {
    token: string;
    callSid: string | null;
  }): Promise<ClaimedCall | RefusedClaim | null> {
    await this.lookUp();
    if (token === this.refusedToken) return { refused: 'account_suspended' };
    const call = this.tokens.get(token);
    if (call?.callSid !== callSid) return null;
    this.tokens.delete(token);
    return call;
  }
  async claimMonitor(token: string): Promise<ClaimedMonitor | null> {
    const callId = this.monitorTokens.get(token);
    this.monitorTokens.delete(token);
    return callId === undefined ? null : { callId, tenantId: 'tenant-1', actor: { type: 'system', name: 'test' } };
  }
  async saveTurn(_: ClaimedCall, transcript: TranscriptEntry[]): Promise<void> {
    this.saved.push(transcript);
  }
  async startRecording({ callId }: ClaimedCall): Promise<string> {
    this.recordings.push(callId);
    return `RE${callId}`;
  }
  async runTool(_: ClaimedCall, toolCall: ToolCall): Promise<{ output: string }> {
    this.toolCalls.push(toolCall);
    return { output: '{"ok":true}' };
  }
  async complete(call: CallReference, result: CallResult): Promise<'settled'> {
    if (this.completionFailures-- > 0) throw new Error('The database is away');
    this.completedCalls.push(call);
    this.completed.push(result);
    return 'settled';
  }
  async addRemains(call: CallReference, progress: CallProgress): Promise<boolean> {
    this.remains.push({ ...call, ...progress });
    return true;
  }
  async heartbeat(calls: HeldCall[]): Promise<CallToEnd[]> {
    if (this.isAway) throw new Error('The database is away');
    this.beats.push(calls);
    return this.unwanted;
  }
  async callsToEnd(): Promise<CallToEnd[]> {
    return this.unwanted;
  }
}
