import type { EncodedAudio, MulawAudio } from './audio.ts';

/** What a provider can do. The session asks this record and never compares provider names. */
export interface RealtimeCapabilities {
  /** Takes other instructions and tools while a session is open; else they need a session of their own. */
  updates: boolean;
  /** The provider ends the session after this many seconds. */
  maxSessionSeconds: number;
  /** It sends something within this time of a caller's turn or a request, if only that it has begun; absent: not known. */
  signsWithinMs?: number;
  /** How long it may take to open a session before another provider is better, in ms; absent: 2500. */
  opensWithinMs?: number;
}

export interface ToolDefinition {
  name: string;
  description: string;
  /** JSON Schema of the arguments object. */
  parameters: Record<string, unknown>;
}

/** Something that the provider does for the model by itself; no result of it is ours to hand over. */
export type NativeTool =
  | { name: 'web_search' }
  /** `handles`: only posts of these accounts; none: of everybody. */
  | { name: 'x_search'; handles: readonly string[] };

export interface TurnDetection {
  /** 0–1; higher needs louder speech. */
  threshold: number;
  silenceDurationMs: number;
  prefixPaddingMs: number;
  /** `semantic` lets a model decide where the turn ends, where the provider has one. */
  kind: 'server' | 'semantic';
  /** How soon a `semantic` detector takes the turn. */
  eagerness: 'low' | 'medium' | 'high' | 'auto';
}

/** Something that was said or done in the conversation before a session took part in it. */
export type HistoryItem =
  | { kind: 'said'; by: 'caller' | 'agent'; text: string }
  /** `output` null: the tool still runs, and its result is handed over once it is there. */
  | { kind: 'tool'; call: ToolCall; output: string | null };

export interface RealtimeSessionConfig {
  instructions: string;
  voice: string;
  temperature: number;
  turnDetection: TurnDetection;
  noiseReduction: 'near_field' | 'far_field' | null;
  tools: ToolDefinition[];
  /** Of those that the vendor says it has (`VoiceVendor.nativeTools`); absent: none. */
  nativeTools?: readonly NativeTool[];
  /** BCP-47; absent: the provider detects it. */
  language?: string;
  /** What only one vendor reads, as its descriptor's `tuning` laid it out. Nothing in between looks into it. */
  own?: object;
  /**
   * What `speak` will be asked to say first, for providers that are given exact words when a conversation is opened and
   * never again. It is not heard before it is asked for.
   */
  firstWords?: string;
  /** The conversation so far, oldest first, of a session that begins in its middle. */
  history?: readonly HistoryItem[];
}

/** What may change while a conversation goes on; what is left out stays. */
export type SessionUpdate = Partial<Pick<RealtimeSessionConfig, 'instructions' | 'tools' | 'nativeTools'>>;

/** Tokens of one answer; audio and text are priced apart, cached tokens are part of the input tokens. */
export interface RealtimeUsage {
  inputAudioTokens: number;
  inputTextTokens: number;
  cachedAudioTokens: number;
  cachedTextTokens: number;
  outputAudioTokens: number;
  outputTextTokens: number;
}

export interface ToolCall {
  /** The provider's id of this call; repeated when the provider repeats itself. */
  id: string;
  name: string;
  /** JSON text, as the model wrote it. */
  arguments: string;
}

/** How an answer ended. */
export interface ResponseEnd {
  status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  /** Why it is `incomplete` or `failed`, in the provider's words: `content_filter`, `max_output_tokens`, an error's code. */
  reason?: string;
  /** The provider's sentence about it, bounded and without keys. */
  message?: string;
  /** How long the provider asks to wait before the next try, in ms. */
  retryAfterMs?: number;
  /** Nobody was to hear it: it was interrupted, or was not wanted in the first place. */
  discarded?: boolean;
}

/** How a session with a provider ended. */
export interface ProviderEnd {
  /** Nobody on our side asked for it. */
  failed: boolean;
  /** A short code: `refused_http_429`, `closed_1011`, `session_expired`. */
  reason: string;
  /** The provider's sentence about it, bounded and without keys. */
  message?: string;
  /** Whether the same attempt may succeed a moment later. */
  retryable: boolean;
  /**
   * What has to change before it can succeed, where the provider works: the key, the model or the balance of the account,
   * which every session shares, or the settings of this session alone.
   */
  cause?: 'account' | 'settings';
  /** How long the provider asks to wait before the next attempt, in ms. */
  retryAfterMs?: number;
}

/** Ids of items and of tool calls are never repeated by another session. */
export interface RealtimeListener {
  /** The session is configured and takes audio. */
  onReady(): void;
  /** The agent begins to speak a new item; audio that follows belongs to it. */
  onItemStarted(itemId: string): void;
  onAudio(audio: EncodedAudio): void;
  /**
   * The caller was heard to start speaking. Whether that interrupts the agent is the session's decision.
   * `itemId`, where the provider names it already, is the item that the transcript of this speech will carry.
   */
  onSpeechStarted(itemId?: string): void;
  onSpeechStopped(): void;
  /** What the caller said; the last one of an item is final. May arrive after the answer to it. */
  onUserTranscript(itemId: string, text: string, final: boolean): void;
  /** What the agent says in an item so far; `final` once the item is complete. */
  onAgentTranscript(itemId: string, text: string, final: boolean): void;
  onToolCall(call: ToolCall): void;
  onResponseDone(
    status: ResponseEnd['status'],
    usage: RealtimeUsage | null,
    /** More about it than the status. */
    end?: Omit<ResponseEnd, 'status'>,
  ): void;
  /** The provider has sent something that makes sense, whatever it is: it lives. Not for audio. */
  onSign?(): void;
  /** A non-fatal error that the provider reported, for the log. */
  onWarning(code: string, message: string): void;
  /** The session is over; reported once, and nothing after it. */
  onClosed(end: ProviderEnd): void;
}

/** The words of what was heard aside; '' when there were none, or nobody understood them. */
export interface Aside {
  /** '': the conversation has no item of it. */
  itemId: string;
  words: string;
}

/** One conversation with a provider. Every method is safe after the end: it then does nothing. */
export interface RealtimeSession {
  sendAudio(audio: EncodedAudio): void;
  /** Has the agent speak: exactly `text` where given, else what it finds to say next. */
  speak(text?: string): void;
  /** Has the agent say in its own voice that something takes a moment, while a tool runs. */
  sayOneMoment(): void;
  /** While held, nothing is heard but what `speak` asks for: the provider's own answers to the caller are dropped. */
  holdAnswers(held: boolean): void;
  /**
   * Hears a few words that the caller said while the agent spoke, apart from the audio that comes with `sendAudio`, and
   * tells them, once: nothing is answered or cut off. They belong to the conversation from then on unless they are
   * forgotten. Absent: the provider cannot.
   */
  hearAside?(audio: MulawAudio, told: (aside: Aside) => void): void;
  /** Takes what was heard aside, or as a turn, out of the conversation; where the provider can. */
  forget?(itemId: string): void;
  /** Adds what the caller wrote or did, or what the system knows (a DTMF digit, a reminder), without audio. */
  addText(role: 'user' | 'system', text: string): void;
  /** Changes instructions and tools from the next answer on; for providers that can (`updates`). */
  update(changes: SessionUpdate): void;
  /** Stops the answer in progress; what follows of it is dropped. `playedMs` of item `itemId` were heard. */
  interrupt(itemId: string | null, playedMs: number): void;
  /** Hands over a tool's result; the provider then goes on speaking unless `respond` is false. */
  sendToolResult(toolCallId: string, output: string, respond: boolean): void;
  /**
   * Has the provider give a sign of life that changes nothing, where it does not give one by itself. False, or absent: it
   * cannot be told whether it lives.
   */
  askForSign?(): boolean;
  close(): void;
}

export interface RealtimeProvider {
  /** As agents name it. */
  readonly name: string;
  readonly capabilities: RealtimeCapabilities;
  /**
   * Starts to connect at once, but calls the listener only after it has returned the session.
   * A failure to connect arrives through `onClosed`.
   */
  open(config: RealtimeSessionConfig, listener: RealtimeListener): RealtimeSession;
}
