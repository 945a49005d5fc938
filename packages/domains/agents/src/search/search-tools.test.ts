import { LlmError, type LlmProvider, type LlmRequest } from '@leadlock/providers/contracts';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { forTenant } from '@leadlock/context/context';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { AgentCreate } from '../agents/schemas.ts';
import { webSearch, xSearch } from './search-tools.ts';

const database = await useDatabase();
const site = (changes: Record<string, unknown>) => {
  const { name, ...settings } = AgentCreate.parse({ name: 'Ava', system_prompt: 'Help.', ...changes });
  return { kind: 'call', id: 'c1', agent: { name, settings } } as never;
};

async function contextAnswering(answer: () => Promise<{ text: string }>) {
  const asked: LlmRequest[] = [];
  const llm: Partial<LlmProvider> = {
    generate: (request) => {
      asked.push(request);
      return answer() as ReturnType<LlmProvider['generate']>;
    },
  };
  const tenant = await createTenant(database);
  return { asked, ctx: forTenant(createTestContext(database, { providers: { llm } }), tenant) };
}

describe('who may search', () => {
  it.each([
    [{}, false, false],
    [{ enable_web_search: true }, true, false],
    [{ enable_x_search: true }, false, true],
    [{ tools_enabled: ['web_search', 'x_search'] }, true, true],
  ])('with %j', (changes, web, x) => {
    expect(webSearch.offer(site(changes)) !== null).toBe(web);
    expect(xSearch.offer(site(changes)) !== null).toBe(x);
  });
});

describe('a search', () => {
  it('asks xAI, and tells what it found', async () => {
    const { ctx, asked } = await contextAnswering(() => Promise.resolve({ text: ' It rains. ' }));
    const found = await webSearch.run(ctx, site({ enable_web_search: true }), { query: 'Does it rain in Rome?' });
    expect(found).toEqual({ answer: 'It rains.' });
    expect(asked).toMatchObject([{ model: expect.stringMatching(/^xai\//) as string, search: { web: true } }]);
    expect(JSON.stringify(asked[0]?.messages)).toContain('Does it rain in Rome?');
  });

  it('of X stays with the accounts that the agent is limited to', async () => {
    const { ctx, asked } = await contextAnswering(() => Promise.resolve({ text: 'They are open.' }));
    const settings = { enable_x_search: true, x_search_handles: ['@brightsmile'] };
    await xSearch.run(ctx, site(settings), { query: 'Are they open?' });
    await xSearch.run(ctx, site({ enable_x_search: true }), { query: 'Are they open?' });
    expect(asked.map(({ search }) => search)).toEqual([{ x: { handles: ['brightsmile'] } }, { x: { handles: [] } }]);
  });

  it('says so when it is not available, finds nothing, or is asked nothing', async () => {
    const settings = site({ enable_web_search: true });
    const down = await contextAnswering(() => Promise.reject(new LlmError('key_missing', 'No key', 'Set one.')));
    expect(await webSearch.run(down.ctx, settings, { query: 'x' })).toMatchObject({
      error: expect.stringContaining('unavailable') as string,
    });
    const empty = await contextAnswering(() => Promise.resolve({ text: '' }));
    expect(await webSearch.run(empty.ctx, settings, { query: 'x' })).toEqual({ error: 'No results found.' });
    expect(await webSearch.run(empty.ctx, settings, { query: ' ' })).toMatchObject({
      error: expect.stringContaining('Invalid arguments') as string,
    });
    expect(await webSearch.run(empty.ctx, settings, { query: 'x'.repeat(501) })).toHaveProperty('error');
  });
});
