import type { AgentSettings } from './settings.ts';

/** What an agent may look up. */
export interface Searches {
  web: boolean;
  /** The accounts on X that it is limited to; none: all of X. Null: it may not search there. */
  x: { handles: readonly string[] } | null;
}

/** A search is enabled by its own setting or, like any tool, among those that are enabled. */
export function searchesOf(
  settings: Pick<AgentSettings, 'enable_web_search' | 'enable_x_search' | 'x_search_handles' | 'tools_enabled'>,
): Searches {
  const isEnabled = (name: string): boolean => settings.tools_enabled?.includes(name) ?? false;
  return {
    web: settings.enable_web_search || isEnabled('web_search'),
    x: settings.enable_x_search || isEnabled('x_search') ? { handles: settings.x_search_handles ?? [] } : null,
  };
}
