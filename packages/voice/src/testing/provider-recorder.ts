import type {
  ProviderEnd,
  RealtimeListener,
  RealtimeUsage,
  ResponseEnd,
  ToolCall,
} from '../contracts/realtime-provider.ts';

/** A listener that writes down what a provider session reports. */
export class ProviderRecorder implements RealtimeListener {
  ready = 0;
  speechStarted = 0;
  speechStopped = 0;
  readonly items: string[] = [];
  readonly payloads: string[] = [];
  readonly userTranscripts: { itemId: string; text: string; final: boolean }[] = [];
  readonly agentTranscripts: { itemId: string; text: string; final: boolean }[] = [];
  readonly toolCalls: ToolCall[] = [];
  readonly responses: [ResponseEnd['status'], RealtimeUsage | null][] = [];
  /** What was said about each of them beside that. */
  readonly details: Omit<ResponseEnd, 'status'>[] = [];
  readonly warnings: string[] = [];
  readonly ends: ProviderEnd[] = [];

  get audio(): Buffer {
    return Buffer.concat(this.payloads.map((payload) => Buffer.from(payload, 'base64')));
  }

  onReady(): void {
    this.ready++;
  }
  onItemStarted(itemId: string): void {
    this.items.push(itemId);
  }
  onAudio(audio: Buffer): void {
    this.payloads.push(audio.toString('latin1'));
  }
  onSpeechStarted(): void {
    this.speechStarted++;
  }
  onSpeechStopped(): void {
    this.speechStopped++;
  }
  onUserTranscript(itemId: string, text: string, final: boolean): void {
    this.userTranscripts.push({ itemId, text, final });
  }
  onAgentTranscript(itemId: string, text: string, final: boolean): void {
    this.agentTranscripts.push({ itemId, text, final });
  }
  onToolCall(call: ToolCall): void {
    this.toolCalls.push(call);
  }
  onResponseDone(
    status: ResponseEnd['status'],
    usage: RealtimeUsage | null,
    details: Omit<ResponseEnd, 'status'> = {},
  ): void {
    this.responses.push([status, usage]);
    this.details.push(details);
  }
  onWarning(code: string): void {
    this.warnings.push(code);
  }
  onClosed(end: ProviderEnd): void {
    this.ends.push(end);
  }
}
