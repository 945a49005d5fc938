/** How a tool is used in a call, where that differs from others. */
export interface ToolConduct {
  /** It runs once the caller has heard what the agent was saying when it called the tool. */
  afterSpeech?: boolean;
  /** Meanwhile the caller hears music, and neither side hears the other. */
  onHold?: boolean;
  /** What it says was `pressed` is played to the other side as the tones of these keys; nothing is said to that. */
  pressesKeys?: boolean;
  /** How long it may take, in ms; absent: the limit for all tools. */
  timeoutMs?: number;
}
