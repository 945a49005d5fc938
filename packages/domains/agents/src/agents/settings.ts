import { AgentCreate, type AgentUpdate } from './schemas.ts';

/** What the product keeps with an agent, and users do not set: its copies at vendors. A new agent has none. */
export const NO_COPIES: { elevenlabs_agent_id: string | null } = { elevenlabs_agent_id: null };

/** Every setting of an agent, defaults filled in. Stored in one column, as `AgentCreate` checked it. */
export type AgentSettings = Omit<AgentCreate, 'name'> & typeof NO_COPIES;

const { name: _name, system_prompt: _prompt, ...defaults } = AgentCreate.parse({ name: '-', system_prompt: '-' });

/** What each setting is while nobody has said anything else. */
const DEFAULT_SETTINGS = { ...defaults, ...NO_COPIES };

/** The settings for which null is a value and not a wish for the default. */
const nullableSettings = new Set(
  Object.entries(AgentCreate.shape).flatMap(([field, schema]) => (schema.safeParse(null).success ? [field] : [])),
);

/** What a row holds; settings that are younger than the row read as their defaults of today. */
export function readSettings(stored: unknown): AgentSettings {
  return { ...DEFAULT_SETTINGS, ...(stored as Pick<AgentSettings, 'system_prompt'>) };
}

/** The settings after a change; see `AgentUpdate` for what null does. */
export function changeSettings(current: AgentSettings, changes: AgentUpdate): AgentSettings {
  const { name: _name, is_active: _isActive, system_prompt, ...rest } = changes;
  const changed: Record<string, unknown> = { ...current, system_prompt: system_prompt ?? current.system_prompt };
  for (const [field, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    changed[field] =
      value === null && !nullableSettings.has(field) ? DEFAULT_SETTINGS[field as keyof typeof rest] : value;
  }
  return changed as AgentSettings;
}
