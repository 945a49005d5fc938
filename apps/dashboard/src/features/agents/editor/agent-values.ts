import { AgentUpdate } from '@leadlock/agents/agents/schemas';
import type { Outputs } from '#/api/trpc.ts';
import type { AgentValues, SettingName } from './setting-definition.ts';

export type Agent = Outputs['agents']['get'];

const SETTING_NAMES = Object.keys(AgentUpdate.shape) as SettingName[];

/** What the editor starts with. The api shows lists loosely, since older rules may have let other things in. */
export const toValues = (agent: Agent): AgentValues =>
  Object.fromEntries(SETTING_NAMES.map((name) => [name, agent[name] ?? null])) as AgentValues;

/** Whether two values of a setting say the same. Settings are plain JSON whose keys keep their order. */
const isSame = (first: unknown, second: unknown): boolean =>
  JSON.stringify(emptyAsNull(first)) === JSON.stringify(emptyAsNull(second));

/** An empty list or note book is the same to the agent as none. */
const emptyAsNull = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.keys(value).length === 0 ? null : value;
};

/** The settings that were changed from what is saved: what a save sends. */
export function changedSettings(saved: AgentValues, values: AgentValues): Partial<AgentValues> {
  const changed = SETTING_NAMES.filter((name) => !isSame(saved[name], values[name]));
  return Object.fromEntries(changed.map((name) => [name, values[name]]));
}

/**
 * Brings what somebody else has saved meanwhile into what is being edited: their change is taken where nothing was
 * edited here. Settings that both have changed keep the value of here and are named as `conflicts`.
 */
export function mergeSaved(
  base: AgentValues,
  mine: AgentValues,
  theirs: AgentValues,
): { values: AgentValues; conflicts: SettingName[] } {
  const edited = changedSettings(base, mine);
  const conflicts = SETTING_NAMES.filter(
    (name) => name in edited && !isSame(base[name], theirs[name]) && !isSame(mine[name], theirs[name]),
  );
  return { values: { ...theirs, ...edited }, conflicts };
}
