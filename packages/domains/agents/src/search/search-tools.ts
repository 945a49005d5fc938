import type { TenantContext, ToolResult } from '@leadlock/context/context';
import { LlmError, type LlmSearch } from '@leadlock/providers/contracts';
import { z } from 'zod';
import { searchesOf } from '../agents/searches.ts';
import { defineTool, refusal } from '../tools/define-tool.ts';

/** xAI's quick model: it searches by itself, the web and X. */
const MODEL = 'xai/grok-4.20-non-reasoning';
/** Sooner than a call's tool has to be done. */
const DEADLINE_MS = 18_000;
const ASKED = 'Search, and answer in two or three short sentences that can be read aloud, without links or formatting.';

const input = z.object({
  query: z.string().trim().min(1).max(500).meta({ description: 'What to find out, as a complete question.' }),
});

async function search(ctx: TenantContext, query: string, where: LlmSearch): Promise<ToolResult> {
  try {
    const { text } = await ctx.providers.llm.generate({
      model: MODEL,
      messages: [{ role: 'user', content: `${ASKED}\n${query}` }],
      search: where,
      maxOutputTokens: 800,
      deadlineMs: DEADLINE_MS,
    });
    return text.trim() === '' ? refusal('No results found.') : { answer: text.trim() };
  } catch (err) {
    if (!(err instanceof LlmError)) throw err;
    ctx.log.warn({ err }, 'agent search failed');
    return refusal('Search is currently unavailable.');
  }
}

/** Searches the web, for agents whose voice cannot do so by itself. */
export const webSearch = defineTool({
  name: 'web_search',
  description: 'Searches the web for what you do not know: news, other businesses’ opening hours, the weather.',
  input,
  isEnabled: (settings) => searchesOf(settings).web,
  run: (ctx, _site, { query }) => search(ctx, query, { web: true }),
});

/** Searches X, as `webSearch`; only what the accounts write that the agent is limited to. */
export const xSearch = defineTool({
  name: 'x_search',
  description: 'Searches X posts for what people are saying right now.',
  input,
  isEnabled: (settings) => searchesOf(settings).x !== null,
  run: (ctx, { agent }, { query }) => search(ctx, query, { x: searchesOf(agent.settings).x ?? { handles: [] } }),
});
