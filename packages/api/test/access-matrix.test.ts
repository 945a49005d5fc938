import { AppError } from '@leadlock/core/errors';
import type { Database } from '@leadlock/db/client';
import type { TelephonyProvider } from '@leadlock/providers/contracts';
import { createTwilio } from '@leadlock/providers/twilio';
import { createMovableClock, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import type { Access } from '@leadlock/trpc/meta';
import { compileOperations, type Operation } from '@leadlock/trpc/rest/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRouter } from '../src/router.ts';
import { refusedCallers, rightfulCaller, type RightfulCaller, withForeignRows } from './access-matrix/callers.ts';
import { forgetful } from './access-matrix/forget-tenant.ts';
import { startMatrixServer, type Answer, type MatrixServer } from './access-matrix/matrix-server.ts';
import { letInToDeleted } from './access-matrix/inactive.ts';
import type { Caller, World } from './access-matrix/people.ts';
import { CLOSED_TO_API_KEYS, OPEN_BY_ID } from './access-matrix/exceptions.ts';
import { idFields, prepareRequest, rowKind } from './access-matrix/requests.ts';
import { joinIds, PLAIN_PARAMETERS } from './access-matrix/rows.ts';
import { changedRows, lostRows, takeSnapshot, type Snapshot } from './access-matrix/snapshot.ts';
import {
  createAgency,
  createAgencyOfDeleted,
  createDirect,
  credentialStore,
  marksIn,
  type Holder,
} from './access-matrix/world.ts';

/*
 * Every operation of the document against every caller who must not get through: no credential or one that no longer
 * holds, the wrong role, another tenant's context, another tenant's rows. It is made from the router, so a new operation
 * is in it at once, and fails it when the matrix does not know what its path is about (see the domains' access-rows.ts).
 */
const operations = compileOperations(appRouter).map((operation) => ({
  operation,
  title: `${operation.method} ${operation.path}`,
  access: operation.meta.access ?? 'public',
}));
const isPublic = ({ access }: { access: Access }): boolean => access === 'public';
const namesRow = ({ operation }: { operation: Operation }): boolean =>
  operation.pathFields.some((field) => rowKind(field) !== null);
const guarded = operations.filter((entry) => !isPublic(entry));

let system: TestContext;
let server: MatrixServer;
/** The same operations where no query of a tenant says whose rows it wants. */
let forgetfulServer: MatrixServer;
let world: World;
const credential = credentialStore();

const twilio = createTwilio({ apiUrl: 'http://127.0.0.1:1', messagingUrl: 'http://127.0.0.1:1' });
/** Accepts every account, so that tenants can have one; everything else that asks the carrier fails. */
const telephony: Partial<TelephonyProvider> = {
  fetchAccount: ({ accountSid }) =>
    Promise.resolve({ accountSid, friendlyName: 'Acme', status: 'active', type: 'Full' }),
  isSigned: (...signed) => twilio.isSigned(...signed),
};

const database = await useDatabase();
beforeAll(async () => {
  // It stands still: a moving one would note when keys were used.
  system = createTestContext(database, { clock: createMovableClock(), providers: { telephony } });
  server = await startMatrixServer(system);
  forgetfulServer = await startMatrixServer({ ...system, database: forgetful(database) });
  world = {
    direct: await createDirect(system),
    stranger: await createDirect(system),
    home: await createAgency(system),
    other: await createAgency(system),
    closed: await createAgencyOfDeleted(system),
  };
  // Made before the first snapshot, for making one writes rows.
  const callers = operations.flatMap((entry) => [
    ...refusedCallers(entry, world),
    ...withForeignRows(entry.access, world),
    ...letInToDeleted(entry.operation, entry.access, world),
  ]);
  for (const caller of callers) if (caller.credential !== null) await credential(caller.holder, caller.credential);
});
afterAll(async () => {
  await Promise.all([server.close(), forgetfulServer.close()]);
});

async function send(
  operation: Operation,
  caller: Caller,
  { ids = (caller.rowsOf ?? caller.holder).ids, required = [] as string[], to = server } = {},
): Promise<Answer> {
  const token = caller.credential === null ? null : await credential(caller.holder, caller.credential);
  const request = prepareRequest(operation, ids, new Set(required));
  return to.send(request, token, caller.actingFor?.tenant.id ?? null);
}

/** Work left for later counts as a change, too. */
const leftForLater = (): number => system.jobs.enqueued.length;

/** Texts and ids of a holder's rows in an answer, but for ids that the request itself named. */
function leaks(answer: Answer, victim: Holder, sent: readonly string[]): string[] {
  const secrets = [victim.mark, ...Object.values(victim.ids)].filter((secret) => !sent.includes(secret));
  return secrets.filter((secret) => answer.text.includes(secret));
}

/** A 5xx that nobody meant. What refuses with 503 on purpose is not reported; every other is. */
const isFault = ({ status, error }: Answer): boolean =>
  status >= 500 && (error === null ? status !== 503 : !(error instanceof AppError));

const NOT_LET_IN = [401, 403, 404, 405, 415, 422];

function isTurnedAway(answer: Answer): boolean {
  // No vendor is there: having asked one is proof of having come through.
  const hasAskedVendor = answer.error !== null && /did not expect a call|cannot be reached/.test(answer.error.message);
  return !hasAskedVendor && (isFault(answer) || NOT_LET_IN.includes(answer.status));
}

const wrong = (who: string, answer: Answer, expected: readonly number[]): string =>
  `${who}: ${answer.status} instead of ${expected.join(' or ')}: ${answer.error?.message ?? answer.text.slice(0, 200)}`;

test('the matrix knows what every path is about', () => {
  const unknown = operations.flatMap(({ operation, title }) =>
    operation.pathFields
      .filter((field) => rowKind(field) === null && !PLAIN_PARAMETERS.has(field))
      .map((field) => `${title}: say in its domain’s access-rows.ts what ${field} names`),
  );
  expect(unknown).toEqual([]);
});

test('the matrix takes what an id names from one domain alone', () => {
  const ofFirst = { call_id: () => Promise.resolve('first') };
  const ofSecond = { agent_id: () => Promise.resolve('second') };
  const joined = joinIds([{ ids: ofFirst }, {}, { ids: ofSecond }]);
  expect(joined).toEqual({ ...ofFirst, ...ofSecond });
  expect(() => joinIds([{ ids: ofFirst }, { ids: { ...ofFirst, ...ofSecond } }])).toThrow('what these name: call_id');
});

test('the document says which operations API keys are closed out of', () => {
  const said = operations.filter(({ operation }) => operation.rest.peopleOnly).map(({ title }) => title);
  expect(said.toSorted()).toEqual(Object.keys(CLOSED_TO_API_KEYS).toSorted());
});

describe('who is turned away', () => {
  test.each(guarded)('$title refuses everyone who may not call it, and changes nothing', async (entry) => {
    const { operation } = entry;
    const before = await takeSnapshot(database.system);
    const jobs = leftForLater();
    const problems: string[] = [];
    for (const caller of refusedCallers(entry, world)) {
      const answer = await send(operation, caller);
      if (!caller.statuses.includes(answer.status)) problems.push(wrong(caller.who, answer, caller.statuses));
    }
    expect(problems).toEqual([]);
    expect(changedRows(before, await takeSnapshot(database.system))).toEqual([]);
    expect(leftForLater()).toBe(jobs);
  });

  test.each(operations.filter(isPublic))('$title, open to anyone, changes no row that is there', async (entry) => {
    const { operation, title } = entry;
    const before = await takeSnapshot(database.system);
    const nobody: Caller = { who: 'nobody', holder: world.direct, credential: null };
    const answer = await send(operation, nobody);
    const isSecret = namesRow(entry) && !(title in OPEN_BY_ID);
    const isFine = isSecret ? [401, 403, 404].includes(answer.status) : !isFault(answer);
    expect(isFine ? [] : [wrong('nobody', answer, [401, 403, 404])]).toEqual([]);
    expect(isSecret ? leaks(answer, world.direct, Object.values(world.direct.ids)) : []).toEqual([]);
    expect(lostRows(before, await takeSnapshot(database.system))).toEqual([]);
  });
});

/** Ids that lead into another tenant must lead nowhere. */
async function foreignPathProblems(operation: Operation, access: Access, to: MatrixServer): Promise<string[]> {
  const problems: string[] = [];
  for (const caller of withForeignRows(access, world)) {
    const answer = await send(operation, caller, { to });
    const sent = operation.pathFields.map((field) => caller.rowsOf.ids[field] ?? '');
    if (answer.status !== 404) problems.push(wrong(caller.who, answer, [404]));
    const leaked = leaks(answer, caller.rowsOf, [...sent, ...Object.values(caller.rowsOf.ids)]);
    problems.push(...leaked.map((secret) => `${caller.who}: the answer shows ${secret}`));
  }
  return problems;
}

/** The same for ids in a query or a body: whatever is answered shows nothing, and the snapshots say that nothing changes. */
async function foreignFieldProblems(operation: Operation, access: Access, to: MatrixServer): Promise<string[]> {
  const problems: string[] = [];
  for (const field of idFields(operation)) {
    const kind = rowKind(field) ?? field;
    for (const caller of withForeignRows(access, world)) {
      const foreign = caller.rowsOf.ids[kind] ?? '';
      const own = (caller.actingFor ?? caller.holder).ids;
      const answer = await send(operation, caller, { ids: { ...own, [kind]: foreign }, required: [field], to });
      const who = `${caller.who} with a foreign ${field}`;
      if (isFault(answer)) problems.push(wrong(who, answer, [404]));
      problems.push(...leaks(answer, caller.rowsOf, [foreign]).map((secret) => `${who}: the answer shows ${secret}`));
    }
  }
  return problems;
}

const aboutRows = guarded.filter(({ access }) => access !== 'super_admin').filter(namesRow);
const takingIds = guarded
  .filter(({ access }) => access !== 'super_admin')
  .filter(({ operation }) => idFields(operation).length > 0);

describe.each([
  { how: 'another tenant’s rows', to: () => server },
  { how: 'another tenant’s rows where queries forget whose they want', to: () => forgetfulServer },
])('$how', ({ to }) => {
  test.each(aboutRows)('$title does not find them', async ({ operation, access }) => {
    const before = await takeSnapshot(database.system);
    expect(await foreignPathProblems(operation, access, to())).toEqual([]);
    expect(changedRows(before, await takeSnapshot(database.system))).toEqual([]);
  });

  test.each(takingIds)('$title takes no id of them', async ({ operation, access }) => {
    const before = await takeSnapshot(database.system);
    const jobs = leftForLater();
    expect(await foreignFieldProblems(operation, access, to())).toEqual([]);
    expect(changedRows(before, await takeSnapshot(database.system))).toEqual([]);
    expect(leftForLater()).toBe(jobs);
  });
});

test('without its condition a tenant’s query sees its own rows only because the database hides the others', async () => {
  const { stranger, direct } = world;
  const agentsOfDirect = (from: Database) =>
    from
      .tenant(stranger.tenant.id)
      .selectFrom('agents')
      .select('tenant_id')
      .where('tenant_id', '=', direct.tenant.id)
      .execute();
  expect(await agentsOfDirect(database)).toEqual([]);
  expect(await agentsOfDirect(forgetful(database))).toEqual([{ tenant_id: stranger.tenant.id }]);
});

describe('a deleted sub-account', () => {
  test.each(guarded)(
    '$title still works in it for who reads it and who tidies it up',
    async ({ operation, access }) => {
      const problems: string[] = [];
      for (const caller of letInToDeleted(operation, access, world)) {
        const answer = await send(operation, caller);
        if (isTurnedAway(answer)) problems.push(wrong(caller.who, answer, [200]));
      }
      expect(problems).toEqual([]);
    },
  );
});

const foreignMarks = (answer: Answer, { marks }: RightfulCaller): string[] =>
  marksIn(answer.text).filter((mark) => !marks.has(mark));

// Last, because here things do change: a refusal only says something where somebody else is let in.
describe('who is let in', () => {
  let before: Snapshot;
  beforeAll(async () => {
    before = await takeSnapshot(database.system);
  });

  test.each(guarded)('$title lets its rightful caller in and shows nobody else’s rows', async (entry) => {
    const { operation, access } = entry;
    const caller = await rightfulCaller(access, system);
    const answer = await send(operation, caller);
    expect(isTurnedAway(answer) ? [wrong(caller.who, answer, [200])] : []).toEqual([]);
    expect(access === 'super_admin' ? [] : foreignMarks(answer, caller)).toEqual([]);
  });

  test.each(guarded.filter(({ access }) => access !== 'super_admin'))(
    '$title shows nobody else’s rows where queries forget whose they want',
    async ({ operation, access }) => {
      const caller = await rightfulCaller(access, system);
      expect(foreignMarks(await send(operation, caller, { to: forgetfulServer }), caller)).toEqual([]);
    },
  );

  test('none of them changed a row that was there before', async () => {
    expect(lostRows(before, await takeSnapshot(database.system))).toEqual([]);
  });
});
