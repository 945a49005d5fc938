import type { SystemContext } from '@leadlock/context/context';
import { VOICE_PROVIDER_NAMES, VOICE_VENDORS, type VoiceProviderName, type VoiceVendor } from '@leadlock/voice/vendors';
import { listVoices } from '../elevenlabs/list-voices.ts';
import { BUILT_IN_TOOLS, TOOL_DESCRIPTIONS } from './built-in-tools.ts';
import { AgentCreate, type AgentOptions } from './schemas.ts';
import { voiceLabel } from './voices.ts';

/** What a provider reads that not every one does. The settings of one provider carry its name. */
function fieldsOf(provider: VoiceProviderName, hasLocalModel: boolean): string[] {
  const shared = new Set<string>(VOICE_VENDORS[provider].sharedSettings);
  if (provider === 'local' && hasLocalModel) shared.add('temperature');
  return Object.keys(AgentCreate.shape).filter((field) => shared.has(field) || field.startsWith(`${provider}_`));
}

/** `voice` has another default with each provider that reads it; the other fields say theirs in the schema. */
function defaultVoice(provider: VoiceProviderName): string | null {
  const { voiceField, defaultVoice } = VOICE_VENDORS[provider];
  return voiceField === 'voice' ? defaultVoice : (AgentCreate.shape[voiceField].parse(undefined) ?? null);
}

/** What agents can be given on this installation. */
export async function getAgentOptions({
  settings,
  tools,
  providers,
  clock,
}: Pick<SystemContext, 'settings' | 'tools' | 'providers' | 'clock'>): Promise<AgentOptions> {
  const { voiceProviders = { local: 'ready' }, hasLocalModel = false } = settings;
  const { elevenLabs } = providers;
  /** Of a vendor that names its voices only to those who ask. */
  const listed = { elevenlabs: elevenLabs && (await listVoices(elevenLabs, clock)) };
  const built = new Set(tools.map(({ name }) => name));
  return {
    voice_providers: VOICE_PROVIDER_NAMES.map((name) => {
      const vendor: VoiceVendor = VOICE_VENDORS[name];
      return {
        name,
        label: vendor.label,
        status: voiceProviders[name] ?? 'not_built',
        voice_field: vendor.voiceField,
        voices:
          vendor.voices?.map((id) => ({ id, label: voiceLabel(vendor, id) })) ??
          (name in listed ? listed[name as keyof typeof listed] : null),
        default_voice: defaultVoice(name),
        fields: fieldsOf(name, hasLocalModel),
      };
    }),
    // They can be enabled already; no agent is offered one until it is built.
    tools: BUILT_IN_TOOLS.map((name) => ({
      name,
      description: TOOL_DESCRIPTIONS[name],
      status: built.has(name) ? 'ready' : 'not_built',
    })),
  };
}
