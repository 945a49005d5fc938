/** The language models that agents can have, without their dated versions (elevenlabs.io/docs, "Create agent", 2026). */
export const LANGUAGE_MODELS: ReadonlySet<string> = new Set(
  (
    'gpt-4o-mini gpt-4o gpt-4 gpt-4-turbo gpt-4.1 gpt-4.1-mini gpt-4.1-nano gpt-5 gpt-5.1 gpt-5.2 gpt-5.2-chat-latest ' +
    'gpt-5.4 gpt-5.4-mini gpt-5.4-nano gpt-5.5 gpt-5.6-sol gpt-5.6-terra gpt-5.6-luna gpt-5-mini gpt-5-nano gpt-3.5-turbo ' +
    'gemini-1.5-pro gemini-1.5-flash gemini-2.0-flash gemini-2.0-flash-lite gemini-2.5-flash-lite gemini-2.5-flash ' +
    'gemini-3-pro-preview gemini-3-flash-preview gemini-3.1-pro-preview gemini-3.1-flash-lite-preview ' +
    'gemini-3.1-flash-lite gemini-3.5-flash gemini-3.5-flash-lite gemini-3.6-flash claude-sonnet-4-5 claude-opus-4-7 ' +
    'claude-opus-4-8 claude-sonnet-4-6 claude-sonnet-5 claude-sonnet-4 claude-haiku-4-5 claude-3-7-sonnet ' +
    'claude-3-5-sonnet claude-3-5-sonnet-v1 claude-3-haiku grok-beta custom-llm qwen3-4b qwen3-30b-a3b qwen36-35b-a3b ' +
    'qwen35-397b-a17b gpt-oss-20b gpt-oss-120b glm-45-air-fp8 watt-tool-8b watt-tool-70b'
  ).split(' '),
);
