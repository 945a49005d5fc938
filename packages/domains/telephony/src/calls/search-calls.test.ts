import { randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import type { DB } from '@leadlock/db/client';
import { serveInTest, signIn } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { parse } from 'csv-parse/sync';
import type { Insertable } from 'kysely';
import { expect, it } from 'vitest';
import { createWorld, newCallSid, type World } from '../../test/world.ts';
import { callsRouter } from './router.ts';

const database = await useDatabase();

async function serve() {
  const world = await createWorld(database);
  const server = await serveInTest(router({ calls: callsRouter }), world.system);
  const token = await signIn(world.system, world.tenant);
  const found = async (search: string, more = ''): Promise<string[]> => {
    const path = `/calls/search?search=${encodeURIComponent(search)}${more}`;
    const { body } = await server.request('GET', path, { token });
    return (body as { calls: { id: string }[] }).calls.map(({ id }) => id);
  };
  const exported = async (search: string): Promise<unknown[]> => {
    const path = `${server.url}/calls/export?search=${encodeURIComponent(search)}`;
    const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
    const rows: { id: string }[] = parse(await response.text(), { columns: true, bom: true });
    return rows.map(({ id }) => id);
  };
  return { world, found, exported };
}

const started = (minute: number): Date => new Date(Date.UTC(2026, 10, 24, 15, minute));

async function addCall(world: World, minute: number, more: Partial<Insertable<DB['call_logs']>>): Promise<string> {
  const id = newId();
  const call = { tenant_id: world.tenant.id, id, twilio_call_sid: newCallSid(), direction: 'inbound' };
  const parties = { from_number: '+12125550123', to_number: '+14155550100' };
  await database.system
    .insertInto('call_logs')
    .values({ ...call, ...parties, status: 'completed', started_at: started(minute), ...more })
    .execute();
  return id;
}

it('finds calls by what was said in them, also while they run, and by their caller', async () => {
  const { world, found, exported } = await serve();
  const said = (...contents: string[]) =>
    JSON.stringify(contents.map((content, turn) => ({ role: turn % 2 === 0 ? 'assistant' : 'user', content })));
  const leak = await addCall(world, 1, {
    ended_at: started(2),
    caller_name: 'Rosalind Frank',
    transcript: said('How can I help you?', 'The sink in my kitchen is leaking.', 'I booked Tuesday\nat 3 PM.'),
  });
  const boiler = await addCall(world, 3, {
    ended_at: started(4),
    status: 'failed',
    from_number: '+12125550177',
    transcript: said('Hello', 'My boiler broke. The user manual says to call you.'),
  });
  const running = await addCall(world, 5, { status: 'in-progress' });
  await database.system
    .insertInto('call_sessions')
    .values({
      tenant_id: world.tenant.id,
      call_id: running,
      stream_token_hash: randomBytes(32),
      token_expires_at: new Date(),
      transcript: said('Hello', 'A leak in the roof!'),
    })
    .execute();
  const stranger = await createWorld(database);
  await addCall(stranger, 1, { ended_at: started(2), transcript: said('The sink leaks') });
  // Words of the caller and of the agent, in any order, form, and case.
  expect(await found('leaking sink')).toEqual([leak]);
  expect(await found('KITCHEN')).toEqual([leak]);
  expect(await found('booked on tuesday')).toEqual([leak]);
  expect(await found('leaks')).toEqual([running, leak]);
  expect(await found('roof')).toEqual([running]);
  expect(await found('leak', '&live=true')).toEqual([running]);
  expect(await found('leak', `&limit=1&offset=1`)).toEqual([leak]);
  expect(await found('boiler', '&status=completed')).toEqual([]);
  expect(await found('boiler', '&status=failed')).toEqual([boiler]);
  // One word that nobody said, one that is said in no words, and what a transcript is made of.
  for (const search of ['leaking boat', 'assistant', 'content', 'the', '!!', "leak' | 'boiler"]) {
    expect(await found(search)).toEqual([]);
  }
  expect(await found('the user manual')).toEqual([boiler]);
  expect(await found('rosalind')).toEqual([leak]);
  expect(await found('5550177')).toEqual([boiler]);
  // What is in a name of one call, and was said in another.
  await database.system
    .updateTable('call_logs')
    .set({ caller_name: 'Bill Kitchen' })
    .where('id', '=', running)
    .execute();
  expect(await found('kitchen')).toEqual([running, leak]);

  expect(await exported('kitchen')).toEqual([running, leak]);
  expect(await exported('sink')).toEqual([leak]);
  expect(await exported('nobody said this')).toEqual([]);
});

it('keeps a call of any length, of whose words those at the beginning are found', async () => {
  const { world, found } = await serve();
  // Every word another one, as no two people would talk for hours.
  const words = Array.from({ length: 150_000 }, (_, n) => `w${n.toString(36)}\u{1F600}é-${n}`).join(' ');
  const transcript = JSON.stringify([
    { role: 'user', content: 'A giraffe' },
    { role: 'user', content: words },
  ]);
  const id = await addCall(world, 1, { ended_at: started(2), transcript });
  expect(await found('giraffes')).toEqual([id]);
});

it.each(['@1a', 'a_', '~/', './', '<!-- ', 'a-'])(
  'keeps a call at once in which somebody typed %j again and again',
  async (text) => {
    const { world, found } = await serve();
    const transcript = JSON.stringify([
      { role: 'user', content: 'A giraffe' },
      { role: 'user', content: text.repeat(100_000 / text.length) },
    ]);
    const began = performance.now();
    const id = await addCall(world, 1, { ended_at: started(2), transcript });
    expect(await found('giraffes')).toEqual([id]);
    expect(performance.now() - began).toBeLessThan(5_000);
  },
);

it('finds parts of addresses, numbers, and amounts, and all of them', async () => {
  const { world, found } = await serve();
  const content = 'Mail ana_lee@bright-smile.example.com or call 555-0123. It costs $1,250.75, see /prices/teeth.html';
  const id = await addCall(world, 1, { ended_at: started(2), transcript: JSON.stringify([{ role: 'user', content }]) });
  const searches = [
    'ana_lee@bright-smile.example.com',
    'bright smile',
    '0123',
    '555-0123',
    '1,250.75',
    'teeth',
    '$1250',
  ];
  const results = await Promise.all(searches.map(async (search) => [search, await found(search)]));
  expect(results).toEqual(searches.map((search) => [search, search === '$1250' ? [] : [id]]));
});
