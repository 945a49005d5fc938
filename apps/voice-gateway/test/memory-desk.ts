import type { ToolCall } from '@leadlock/voice/contracts';
import type { CallResult, TranscriptEntry } from '@leadlock/voice/session';
import { sampleSessionConfig } from '@leadlock/voice/testing';
import type { CallDesk, ClaimedCall } from '../src/call-desk.ts';

/** The business side in memory: tokens that work once, and a record of what it was asked. */
export class MemoryDesk implements CallDesk {
  readonly tokens = new Map<string, ClaimedCall>();
  readonly completed: CallResult[] = [];
  readonly saved: TranscriptEntry[][] = [];
  readonly recordings: string[] = [];
  readonly toolCalls: ToolCall[] = [];
  completionFailures = 0;
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
      ...changes,
    };
    this.tokens.set(token, call);
    return call;
  }

  async claim({ token, callSid }: { token: string; callSid: string | null }): Promise<ClaimedCall | null> {
    await this.lookUp();
    const call = this.tokens.get(token);
    if (call?.callSid !== callSid) return null;
    this.tokens.delete(token);
    return call;
  }
  async saveTurn(_: ClaimedCall, transcript: TranscriptEntry[]): Promise<void> {
    this.saved.push(transcript);
  }
  async startRecording({ callId }: ClaimedCall): Promise<void> {
    this.recordings.push(callId);
  }
  async runTool(_: ClaimedCall, toolCall: ToolCall): Promise<{ output: string }> {
    this.toolCalls.push(toolCall);
    return { output: '{"ok":true}' };
  }
  async complete(_: ClaimedCall, result: CallResult): Promise<void> {
    if (this.completionFailures-- > 0) throw new Error('The database is away');
    this.completed.push(result);
  }
  async heartbeat(): Promise<void> {}
}
