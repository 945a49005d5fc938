import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { createTenant } from '@leadlock/testing/factories';
import { expect, test } from 'vitest';
import { createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

const database = await useDatabase();
const world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);

const addFunction = (tenant: { id: string }, name: string): Promise<unknown> =>
  database.system
    .insertInto('custom_functions')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      name,
      description: `Does ${name}`,
      webhook_url: 'https://hooks.example.com/',
    })
    .execute();

test('the list has the functions of every active sub-account and of nobody else', async () => {
  const inactive = await createTenant(database, { parent_tenant_id: world.agency.id, is_active: false });
  for (const tenant of [world.foreignSubAccount, inactive, world.agency]) await addFunction(tenant, 'not_shown');
  await addFunction(world.subAccount, 'check_inventory');
  await addFunction(world.subAccount, 'book_table');
  await addFunction(world.sibling, 'book_table');
  const { status, body } = await api.request('GET', '/agency/functions', {
    token: await signIn(world.system, world.agency),
  });
  expect(status).toBe(200);
  const { functions, total } = body as { functions: Record<string, string>[]; total: number };
  expect(total).toBe(3);
  const shown = functions.map(({ sub_account_id, name }) => `${sub_account_id} ${name}`);
  expect(shown.toSorted()).toEqual(
    [
      `${world.subAccount.id} book_table`,
      `${world.subAccount.id} check_inventory`,
      `${world.sibling.id} book_table`,
    ].toSorted(),
  );
  expect(functions[0]).toMatchObject({ webhook_method: 'POST', webhook_url: 'https://hooks.example.com/' });
});

test('a sub-account has no such list', async () => {
  const token = await signIn(world.system, world.subAccount);
  expect((await api.request('GET', '/agency/functions', { token })).status).toBe(403);
});
