/** What a model takes beside words. */
interface ClaudeLimits {
  takesTemperature: boolean;
  /** Goes on with an answer that the client has begun. */
  takesPrefill: boolean;
  maxTokens: number;
}

const older: ClaudeLimits = { takesTemperature: true, takesPrefill: true, maxTokens: 64_000 };
const newer: ClaudeLimits = { takesTemperature: true, takesPrefill: false, maxTokens: 128_000 };
const newest: ClaudeLimits = { takesTemperature: false, takesPrefill: false, maxTokens: 128_000 };

/** The models that there are in November 2026. */
export const CLAUDE_MODELS: Readonly<Record<string, ClaudeLimits>> = {
  'claude-haiku-4-5-20251001': older,
  'claude-sonnet-4-6': newer,
  'claude-opus-4-6': newer,
  'claude-opus-4-8': newest,
  'claude-sonnet-5': newest,
  'claude-opus-5': newest,
  'claude-haiku-5-5': newest,
  'claude-sonnet-5-5': newest,
  'claude-opus-5-5': newest,
};
