import type { Settings } from '@leadlock/context/context';
import { BUILT_IN_TOOLS, TOOL_DESCRIPTIONS, TOOLS_OF_CALLS, type BuiltInTool } from './built-in-tools.ts';
import { AgentCreate, type AgentOptions } from './schemas.ts';
import { defaultVoiceOf, PROVIDER_VOICES, VOICE_PROVIDERS, voiceLabel, type VoiceProvider } from './voices.ts';

/** The settings of one provider carry its name. */
const ownFields = (provider: VoiceProvider): string[] =>
  Object.keys(AgentCreate.shape).filter((field) => field.startsWith(`${provider}_`));

/** `voice` has another default with each provider that reads it; the other fields say theirs in the schema. */
function defaultVoice(provider: VoiceProvider): string | null {
  const { field } = PROVIDER_VOICES[provider];
  if (field === 'voice') return defaultVoiceOf(provider);
  return AgentCreate.shape[field].parse(undefined) ?? null;
}

const built: ReadonlySet<BuiltInTool> = new Set(TOOLS_OF_CALLS);

const tools = BUILT_IN_TOOLS.map((name) => ({
  name,
  description: TOOL_DESCRIPTIONS[name],
  status: built.has(name) ? ('ready' as const) : ('not_built' as const),
}));

/** What agents can be given on this installation. */
export function getAgentOptions({
  voiceProviders = { local: 'ready' },
}: Pick<Settings, 'voiceProviders'>): AgentOptions {
  return {
    voice_providers: VOICE_PROVIDERS.map((name) => {
      const { label, field, voices } = PROVIDER_VOICES[name];
      return {
        name,
        label,
        status: voiceProviders[name] ?? 'not_built',
        voice_field: field,
        voices: voices?.map((id) => ({ id, label: voiceLabel(id) })) ?? null,
        default_voice: defaultVoice(name),
        fields: ownFields(name),
      };
    }),
    tools,
  };
}
