import type { AgentCreate, AgentUpdate } from '@leadlock/agents/agents/schemas';

/** What the editor holds: every setting of an agent, as the api takes it. */
export type AgentValues = { [Name in SettingName]: AgentUpdate[Name] | null };
type BuiltInTool = NonNullable<AgentCreate['tools_enabled']>[number];
export type SettingName = keyof AgentUpdate;

export interface Choice {
  value: string;
  label: string;
  description?: string;
}

/** One field of a row in a list of things, such as the number of a transfer target. */
export interface RowColumn {
  key: string;
  label: string;
  control: 'text' | 'prose' | 'phone' | 'switch';
  required?: boolean;
  placeholder?: string;
  hint?: string;
  /** Takes the whole width of the row. */
  wide?: boolean;
}

/** How a setting is changed. */
export type Control =
  | { kind: 'text'; placeholder?: string; type?: 'text' | 'url' | 'tel'; required?: boolean }
  | { kind: 'prose'; placeholder?: string; maxLength?: number; variables?: boolean; required?: boolean }
  | { kind: 'prompt'; maxLength: number }
  | { kind: 'number'; min?: number; max?: number; step?: number; unit?: string; whenEmpty?: string }
  | { kind: 'slider'; min: number; max: number; step: number; format: 'tenths' | 'hundredths' | 'percent' }
  | { kind: 'switch' }
  | { kind: 'choice'; choices: readonly Choice[]; none?: string }
  | { kind: 'cards'; choices: readonly Choice[]; columns?: 1 | 2 | 3 }
  | { kind: 'words'; placeholder: string; noun: string; normalize?: (word: string) => string }
  | { kind: 'rows'; noun: string; columns: readonly RowColumn[]; empty: string }
  | { kind: 'time zone' | 'provider' | 'fallbacks' | 'voice' | 'tools' | 'pipelines' };

export interface SettingDefinition {
  name: SettingName;
  label: string;
  /** In plain words: what it changes for callers. */
  hint?: string;
  control: Control;
  /** Other settings that its control changes too. */
  also?: readonly SettingName[];
  /** Shown only while this holds. */
  when?: (values: AgentValues) => boolean;
  /** Takes the whole width of its section. */
  wide?: boolean;
}

export interface SettingGroup {
  title?: string;
  /** The tool without which it is absent, because nothing of it would be used. */
  needs?: BuiltInTool;
  /** Kept, but read by nothing so far. */
  isBuilt?: false;
  settings: readonly SettingDefinition[];
}

export interface SectionDefinition {
  id: string;
  title: string;
  description: string;
  /** The tool without which it is absent, because nothing of it would be used. */
  needs?: BuiltInTool;
  groups: readonly SettingGroup[];
}
