import { useSuspenseQuery } from '@tanstack/react-query';
import { trpc, type Outputs } from '#/api/trpc.ts';

export type AgentOptions = Outputs['agents']['options'];
type ProviderOption = AgentOptions['voice_providers'][number];

/** What an installation offers changes when it is set up anew, and then its pages are loaded anew too. */
const STALE_MS = 10 * 60_000;

export const agentOptionsQuery = () => trpc.agents.options.queryOptions(undefined, { staleTime: STALE_MS });

/** What an agent can be given here: providers, voices, tools. Only below a page that has loaded it. */
export const useAgentOptions = (): AgentOptions => useSuspenseQuery(agentOptionsQuery()).data;

/** Whether a setting does something with a provider: some are read by one provider only. */
export function appliesTo({ voice_providers }: AgentOptions, provider: string | null, setting: string): boolean {
  const readers = voice_providers.filter(
    ({ fields, voice_field }) => fields.includes(setting) || voice_field === setting,
  );
  return readers.length === 0 || readers.some(({ name }) => name === provider);
}

/** Whether what needs a tool is of any use here; what needs none always is. */
export const isUsable = (tool: string | undefined, { tools }: AgentOptions): boolean =>
  !tools.some(({ name, status }) => name === tool && status === 'not_built');

/** Whether calls can be held with a provider here, in words. */
export const providerNotes: Readonly<Record<ProviderOption['status'], string>> = {
  ready: 'Ready to take calls',
  key_missing: 'Needs an API key on this server',
  not_built: 'Not available on this server yet',
};
