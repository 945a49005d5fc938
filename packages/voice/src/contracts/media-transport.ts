import type { EncodedAudio } from './audio.ts';

/** What the caller's side of a call reports. */
export interface MediaTransportListener {
  /** One 20 ms frame of the caller, in order. */
  onAudio(audio: EncodedAudio): void;
  /** Playback has reached a mark. Marks dropped by `clear` are reported too; the session tells them apart by name. */
  onMark(name: string): void;
  onDtmf(digit: string): void;
  /** The caller has written something instead of saying it. Telephones cannot. */
  onText(text: string): void;
  /** The caller is writing: whoever types is there, however quiet the line is. */
  onTyping(): void;
  /** The caller's side is gone; reported once. */
  onClosed(reason: 'hangup' | 'connection_lost'): void;
}

/** The caller's side of a call: a Twilio Media Stream, or a browser's microphone. */
export interface MediaTransport {
  /** Audio comes without a break, silence too, as a phone network sends it. A browser leaves out a microphone that is off. */
  readonly isContinuous: boolean;
  /** Names the one listener. What arrived before is delivered to it, so that nothing is lost while a call is looked up. */
  listen(listener: MediaTransportListener): void;
  /** Queues audio for playback behind what was queued before; `mark` asks to be told when it has been played. */
  sendAudio(audio: EncodedAudio, mark?: string): void;
  /** Asks to be told when everything queued so far has been played. */
  sendMark(name: string): void;
  /** Drops what is queued and not played yet (the caller interrupts). */
  clear(): void;
  /** Ends the caller's side. For a phone call this hangs up. Safe to call twice. */
  close(): void;
}
