import { useController } from 'react-hook-form';
import type { AgentValues, SettingName } from './setting-definition.ts';

export interface Setting<Value> {
  value: Value | null;
  set: (value: Value | null) => void;
  /** For the control's `onBlur`: what was typed is checked when it is left. */
  leave: () => void;
  error: string | undefined;
  /** What is wrong inside a list: by row, then by the row's field. */
  rowErrors: readonly (Record<string, { message?: string } | undefined> | undefined)[];
}

/** One setting of the agent that is edited. The control knows which type its setting has. */
export function useSetting<Value>(name: SettingName): Setting<Value> {
  const { field, fieldState } = useController<AgentValues, SettingName>({ name });
  const error = fieldState.error as unknown;
  return {
    value: field.value as Value | null,
    set: (value) => field.onChange(value),
    leave: field.onBlur,
    error: messageOf(error),
    rowErrors: Array.isArray(error) ? error : [],
  };
}

function messageOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const message = 'message' in error ? error.message : 'root' in error ? messageOf(error.root) : undefined;
  return typeof message === 'string' ? message : undefined;
}
