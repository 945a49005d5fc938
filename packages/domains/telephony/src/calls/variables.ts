import type { AgentSettings } from '@leadlock/agents/agents';

/** What the placeholders of an agent's texts stand for in one call. */
export type Variables = Readonly<Record<string, string>>;

/** The call's own variables, and the agent's with their defaults; what was given for this call wins. */
export function callVariables(
  settings: Pick<AgentSettings, 'variable_definitions'>,
  ofCall: Variables,
  given: Variables = {},
): Variables {
  // Entries, for a variable may be called `__proto__`.
  const ofAgent = (settings.variable_definitions ?? []).flatMap(({ name, default_value }) =>
    default_value === null || default_value === undefined ? [] : [[name, default_value] as const],
  );
  return Object.fromEntries([...Object.entries(ofCall), ...ofAgent, ...Object.entries(given)]);
}

/** Fills `{{name}}`. A placeholder that nothing is known for disappears: nobody should hear it read out. */
export const fillIn = (text: string, variables: Variables): string =>
  text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? '') : '',
  );
