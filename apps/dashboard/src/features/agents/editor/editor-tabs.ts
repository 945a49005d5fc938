import { oneOf } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** The editor's tabs; `sections/index.ts` says what stands on each. */
export const EDITOR_TABS = ['prompt', 'voice', 'functions', 'channels', 'advanced'] as const;
export type EditorTab = (typeof EDITOR_TABS)[number];

export const EDITOR_TAB_LABELS: Record<EditorTab, string> = {
  prompt: 'Prompt',
  voice: 'Voice',
  functions: 'Functions',
  channels: 'Channels',
  advanced: 'Advanced',
};

/** Which tab is open, as it stands in the address. */
export const AgentSearch = searchSchema({ tab: oneOf(EDITOR_TABS, 'prompt') });
export type AgentSearch = SearchOf<typeof AgentSearch>;
