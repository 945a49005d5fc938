import { sampleText } from '@leadlock/core/sample-text';
import type { Command } from 'commander';
import type { Outputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { playOrSave, requireOutput } from '../../program/play-sound.ts';
import { findAgent, type Agent } from './find-agent.ts';

interface PreviewOptions {
  voice?: string;
  text?: string;
  output?: string;
}

type Offer = Outputs['agents']['options']['voice_providers'][number];

/** The voice that callers hear: a provider speaks with its default in place of one that it does not have. */
function voiceOf(agent: Agent, { voice_field, voices, default_voice, label }: Offer): string {
  const own = agent[voice_field as keyof Agent];
  const isKnown = typeof own === 'string' && (voices === null || voices.some(({ id }) => id === own));
  const voice = isKnown ? own : default_voice;
  if (voice !== null) return voice;
  throw usageError(`The agent speaks with the default voice of ${label}`, 'Name a voice with --voice.');
}

/** The agent's own variables, as calls fill them in. */
function defaultsOf({ variable_definitions: list }: Agent): Record<string, string> {
  const definitions = (list ?? []) as { name: string; default_value?: string | null }[];
  return Object.fromEntries(definitions.map(({ name, default_value }) => [name, default_value ?? '']));
}

/** `leadlock agents preview` */
export function addAgentsPreview(agents: Command): void {
  const command = agents
    .command('preview')
    .description('hear an agent’s greeting in its voice')
    .argument('<agent>', 'agent name or ID')
    .option('--voice <voice>', 'another voice of the same provider')
    .option('--text <text>', 'what to say (default: the greeting)')
    .option('-o, --output <file>', 'save to a file instead of playing');
  onApi<[string], PreviewOptions>(command, async ({ api, rest, options }, named) => {
    requireOutput(options);
    const [agent, { voice_providers }] = await Promise.all([findAgent(api, named), api.agents.options.query()]);
    const offer = voice_providers.find(({ name }) => name === agent.voice_provider);
    if (!offer) throw usageError(`The agent’s provider is not known: ${agent.voice_provider}`);
    const { name, business_name, greeting } = agent;
    const defaults = defaultsOf(agent);
    const sample = await rest('/agents/wizard/preview-greeting-tts', 'audio/', {
      text: options.text ?? sampleText({ name, businessName: business_name ?? '', greeting, defaults }),
      voice_provider: offer.name,
      voice_id: options.voice ?? voiceOf(agent, offer),
    });
    await playOrSave(sample, options, { name: agent.id, what: 'greeting' });
  });
  withExamples(command, [
    ['leadlock agents preview "Front desk"', 'hear the greeting'],
    ['leadlock agents preview "Front desk" --voice eve', 'hear it in another voice'],
    ['leadlock agents preview "Front desk" -o greeting.mp3', 'save it'],
  ]);
}
