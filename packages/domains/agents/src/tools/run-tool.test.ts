import { forTenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { getAgent } from '../agents/index.ts';
import { defineTool, offeredTools, runTool, type Exchange } from './index.ts';

const database = await useDatabase();

/** An agent that can leave notes, and the notes that it leaves. */
async function startAgent(tools_enabled: string[] = ['add_note', 'end_call']) {
  const notes: string[] = [];
  const addNote = defineTool({
    name: 'add_note',
    description: 'Leaves a note.',
    input: ({ business_name }) =>
      z.object({
        text: z.string().meta({ description: `What ${business_name} has to know.` }),
        tag: z.string().default(''),
      }),
    run: (_ctx, { personNumber }, { text, tag }) => {
      notes.push(`${personNumber}: ${text}${tag}`);
      return { noted: notes.length };
    },
  });
  const endCall = defineTool({
    name: 'end_call',
    description: 'Ends the call.',
    input: z.object({}),
    isOffered: ({ kind }) => kind === 'call',
    endsCall: true,
    run: () => ({}),
  });
  const tenant = await createTenant(database);
  const ctx = forTenant(createTestContext(database, { tools: [addNote, endCall] }), tenant);
  const { id } = await createAgent(database, tenant, { settings: { tools_enabled, business_name: 'Acme' } });
  const agent = await getAgent(ctx, id);
  const site = { agent, personNumber: '+12125550123', phoneNumberId: null, carrierAccount: null };
  const use = async (exchange: Exchange, name: string, args: unknown, toolCallId = 'tool_1') => {
    const use = { ...exchange, findSite: () => Promise.resolve({ ...site, ...exchange }), patienceMs: 0 };
    const outcome = await runTool(ctx, use, { id: toolCallId, name, arguments: JSON.stringify(args) });
    return { ...outcome, output: JSON.parse(outcome.output) as unknown };
  };
  return { ctx, agent, notes, use };
}
const newConversation = (): Exchange => ({ kind: 'conversation', id: newId() });

it('does what it is asked for once in a conversation, and again in another', async () => {
  const { notes, use } = await startAgent();
  const conversation = newConversation();
  const first = await use(conversation, 'add_note', { text: 'Wants a call back' });
  expect(first).toEqual({ output: { noted: 1 } });
  expect(await use(conversation, 'add_note', { text: 'Wants a call back' })).toEqual(first);
  await use(newConversation(), 'add_note', { text: 'Wants a call back' });
  expect(notes).toEqual(['+12125550123: Wants a call back', '+12125550123: Wants a call back']);
  expect(await use(conversation, 'add_note', { words: 1 }, 'tool_2')).toMatchObject({
    output: { error: expect.stringContaining('Invalid arguments') as string },
  });
});

it('is offered with a schema for the agent, where it is enabled and of use', async () => {
  const { ctx, agent, use } = await startAgent();
  const [note, ...more] = offeredTools(ctx, { kind: 'conversation', agent });
  expect(more).toEqual([]);
  expect(note).toEqual({
    name: 'add_note',
    description: 'Leaves a note.',
    parameters: {
      type: 'object',
      properties: {
        text: { type: 'string', description: 'What Acme has to know.' },
        tag: { type: 'string', default: '' },
      },
      required: ['text'],
      additionalProperties: false,
    },
  });
  expect(offeredTools(ctx, { kind: 'call', agent }).map(({ name }) => name)).toEqual(['add_note', 'end_call']);
  expect(await use(newConversation(), 'end_call', {})).toMatchObject({
    output: { error: 'The tool end_call is not enabled.' },
  });
  const other = await startAgent([]);
  expect(offeredTools(other.ctx, { kind: 'call', agent: other.agent })).toEqual([]);
  expect(await other.use(newConversation(), 'add_note', { text: 'Hi' })).toMatchObject({
    output: { error: 'The tool add_note is not enabled.' },
  });
});
