/** What an agent's settings mean to ElevenLabs beside its voice and language (`RealtimeSessionConfig.own`). */
export interface ElevenLabsTuning {
  /** The agent's copy there; null: there is none yet, and the agent that all share takes the call. */
  agentId: string | null;
  /** The language model behind the agent. */
  llm: string;
  /** 0.7 to 1.2. */
  speed: number;
  /** From 0, lively, to 1, even. */
  stability: number;
  eagerness: 'patient' | 'normal' | 'eager';
  /** BCP-47: to which it may change beside its own. */
  additionalLanguages: readonly string[];
  emotionTags: readonly { name: string; description: string }[];
  /** What is heard while a tool runs; null: nothing. */
  toolCallSound: string | null;
  /** It says what it is about to do before it uses a tool. */
  preToolSpeech: boolean;
  /** Null: as long as a session may be. */
  maxDurationSeconds: number | null;
  /** Words that its ears listen for. */
  keywords: readonly string[];
}

export const PLAIN_ELEVENLABS_TUNING: ElevenLabsTuning = {
  agentId: null,
  llm: 'gpt-4o-mini',
  speed: 1,
  stability: 0.5,
  eagerness: 'normal',
  additionalLanguages: [],
  emotionTags: [],
  toolCallSound: null,
  preToolSpeech: false,
  maxDurationSeconds: null,
  keywords: [],
};

/** The tuning of a session; what another vendor laid out, or nobody did, is filled in. */
export const tuningOf = (own: object | undefined): ElevenLabsTuning => ({ ...PLAIN_ELEVENLABS_TUNING, ...own });
