import { useFormContext, useWatch } from 'react-hook-form';
import { ApiError } from '#/api/api-error.ts';
import { api } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { isWaiting, TalkPanel } from '#/features/talk/talk-panel.tsx';
import { useTalk } from '#/features/talk/use-talk.ts';
import { useAgentOptions } from '../agent-options.ts';
import { AgentVoice } from '../agent-voice.tsx';
import { changedSettings, type Agent } from './agent-values.ts';
import { useSavedValues } from './saved-values.ts';
import type { AgentValues } from './setting-definition.ts';

const WITH_CHANGES =
  'This is a real call with your unsaved changes. Nothing is saved. It uses call minutes, but there are no carrier charges.';

/** A call with the agent as it is being edited, beside the editor. */
export function TestDock({ agent }: { agent: Agent }) {
  const saved = useSavedValues();
  const options = useAgentOptions();
  const form = useFormContext<AgentValues>();
  const values = useWatch({ control: form.control }) as AgentValues;
  const draft = { ...agent, ...values, id: agent.id, name: values.name ?? agent.name, is_active: agent.is_active };
  const isChanged = Object.keys(changedSettings(saved, values)).length > 0;
  const provider = options.voice_providers.find(({ name }) => name === draft.voice_provider);
  const voice = provider && (draft[provider.voice_field as keyof typeof draft] as string | null);
  const talk = useTalk(
    {
      id: agent.id,
      ai_speaks_first: draft.ai_speaks_first ?? agent.ai_speaks_first,
      enable_recording_disclosure: draft.enable_recording_disclosure ?? agent.enable_recording_disclosure,
    },
    async () => {
      if (!(await form.trigger())) throw new ApiError('Fix the marked settings, then try again.', 422);
      const { is_active: _isActive, ...changes } = changedSettings(saved, form.getValues());
      return Object.keys(changes).length === 0
        ? api.testCalls.start.mutate({ agent_id: agent.id })
        : api.testCalls.startDraft.mutate({ agent_id: agent.id, changes });
    },
  );
  return (
    <>
      {isChanged && !isWaiting(talk) && (
        <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
          <Badge tone="warning">Unsaved changes</Badge>
          Changes made during a call apply to the next one.
        </p>
      )}
      <TalkPanel
        talk={talk}
        agent={{ name: draft.name, is_active: agent.is_active }}
        voice={<AgentVoice provider={draft.voice_provider} voice={voice} options={options} />}
        note={isChanged ? WITH_CHANGES : undefined}
        className={isWaiting(talk) ? undefined : 'h-[min(36rem,calc(100dvh-11rem))]'}
      />
    </>
  );
}
