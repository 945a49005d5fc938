import { AgentUpdate } from '@leadlock/agents/agents/schemas';
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useForm, type FieldErrors, type Resolver, type UseFormReturn } from 'react-hook-form';
import { inBackground } from '#/in-background.ts';
import { toast } from '#/components/ui/toaster.tsx';
import { config } from 'zod';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc } from '#/api/trpc.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { fieldMessage } from '#/forms/field-messages.ts';
import { changedSettings, mergeSaved, toValues, type Agent } from './agent-values.ts';
import { blanksQuestion, unfilledBlanks } from '../unfilled-blanks.ts';
import { overwriteQuestion } from './overwrite-question.tsx';
import type { AgentValues, SettingName } from './setting-definition.ts';

export interface AgentForm {
  form: UseFormReturn<AgentValues>;
  /** What the api holds, as far as this page knows. */
  saved: AgentValues;
  save: () => Promise<void>;
  discard: () => void;
  /** What the api objected to that belongs to no setting. */
  problem: string | null;
}

config({ customError: fieldMessage });

const checkUpdate = zodResolver(AgentUpdate);

/** Holds an agent while it is edited, and saves what was changed. `onRefused` is told which setting was not accepted. */
export function useAgentForm(agent: Agent, onRefused: (name: SettingName) => void): AgentForm {
  const queryClient = useQueryClient();
  const confirm = useConfirm();
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState(() => toValues(agent));
  const base = useRef(saved);

  // Settings stored under older rules must not stop a change elsewhere: only what is sent is checked.
  const resolver: Resolver<AgentValues> = async (values, context, options) => {
    const changed = changedSettings(base.current, values);
    const { errors } = await checkUpdate(changed, context, options as never);
    return Object.keys(errors).length === 0 ? { values, errors: {} } : { values: {}, errors: errors as never };
  };
  const form = useForm<AgentValues>({ defaultValues: saved, resolver, mode: 'onTouched' });

  const rebase = (next: AgentValues, values: AgentValues): void => {
    base.current = next;
    setSaved(next);
    form.reset(values, { keepTouched: true });
  };

  // Somebody else may have saved meanwhile; what is not edited here follows them.
  useEffect(() => {
    const theirs = toValues(agent);
    if (Object.keys(changedSettings(base.current, theirs)).length === 0) return;
    const { values, conflicts } = mergeSaved(base.current, form.getValues(), theirs);
    // Conflicts are asked about when they are saved, so they must still be known then.
    const kept = Object.fromEntries(conflicts.map((name) => [name, base.current[name]]));
    rebase({ ...theirs, ...kept }, values);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- runs when the api's copy changes, and then only
  }, [agent]);

  const jumpToFirst = (errors: FieldErrors<AgentValues>): void => {
    const [name] = Object.keys(errors) as SettingName[];
    if (name !== undefined) onRefused(name);
  };

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    const changes = changedSettings(base.current, values);
    if (Object.keys(changes).length === 0) return;
    const blanks = agent.is_active ? unfilledBlanks(changes) : [];
    if (blanks.length > 0 && !(await confirm(blanksQuestion(blanks, 'Save anyway')))) return;
    try {
      const theirs = toValues(await api.agents.get.query({ agent_id: agent.id }));
      const { conflicts } = mergeSaved(base.current, values, theirs);
      if (conflicts.length > 0 && !(await confirm(overwriteQuestion(conflicts, values, theirs)))) {
        onRefused(conflicts[0] as SettingName);
        return;
      }
      const stored = await api.agents.update.mutate({ agent_id: agent.id, ...changes });
      const next = toValues(stored);
      // What was typed while the save was under way stays, unsaved.
      const typedSince = changedSettings(values, form.getValues());
      rebase(next, { ...next, ...typedSince });
      queryClient.setQueryData(trpc.agents.get.queryKey({ agent_id: agent.id }), stored);
      for (const shown of [trpc.agents.search, trpc.agents.names]) {
        inBackground(queryClient.invalidateQueries(shown.pathFilter()));
      }
      toast.success('Saved');
    } catch (error) {
      const { message, fields } = toApiError(error);
      const known = fields.filter(({ path }) => (path.split('.')[0] ?? '') in values);
      for (const { path, message: reason } of known) form.setError(path as SettingName, { message: reason });
      if (known.length < fields.length || known.length === 0) setProblem(message);
      const first = known[0]?.path.split('.')[0];
      if (first !== undefined) onRefused(first as SettingName);
    }
  }, jumpToFirst);
  const isSaving = useRef(false);
  const save = async (): Promise<void> => {
    // What the first save brings back would look like somebody else's change to a second one.
    if (isSaving.current) return;
    isSaving.current = true;
    try {
      await submit();
    } finally {
      isSaving.current = false;
    }
  };

  const discard = (): void => {
    setProblem(null);
    form.reset(base.current);
  };

  return { form, saved, save, discard, problem };
}
