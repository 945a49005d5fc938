import type { Database } from '@leadlock/db/client';
import { serveOperations, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { createTenant } from '@leadlock/testing/factories';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { router } from '@leadlock/trpc/init';
import { phoneNumbersRouter } from '../src/phone-numbers/router.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

type More = Parameters<OperationsServer['request']>[2];

/** An account and its phone numbers over HTTP. */
export interface ServedNumbers {
  world: World;
  /** As the account's owner, unless `more` names another token. */
  request: (method: string, path: string, body?: unknown, more?: More) => ReturnType<OperationsServer['request']>;
  importNumbers: (sids: string[], more?: More) => ReturnType<OperationsServer['request']>;
}

/** The operations of phone numbers on a database of their own; one server for each account. */
export class PhoneNumbersApi {
  readonly database: Database;
  readonly #servers: OperationsServer[] = [];

  private constructor(database: Database) {
    this.database = database;
  }

  static async start(): Promise<PhoneNumbersApi> {
    return new PhoneNumbersApi(await createTestDatabase());
  }

  async serve(options: WorldOptions = {}): Promise<ServedNumbers> {
    const world = await createWorld(this.database, options);
    const server = await serveOperations(router({ phoneNumbers: phoneNumbersRouter }), world.system);
    this.#servers.push(server);
    const token = await signIn(world.system, world.tenant);
    const request: ServedNumbers['request'] = (method, path, body, more = {}) =>
      server.request(method, `/phone-numbers${path}`, { token, body, ...more });
    const importNumbers: ServedNumbers['importNumbers'] = (sids, more = {}) =>
      request('POST', '/import', { phone_number_sids: sids }, more);
    return { world, request, importNumbers };
  }

  /** An agency whose number `sub` uses. */
  async serveAgency() {
    const served = await this.serve({ tenant: { tenant_type: 'agency', plan: 'agency' } });
    const { tenant, numberId } = served.world;
    const sub = await createTenant(this.database, { parent_tenant_id: tenant.id, name: 'Branch' });
    const db = this.database.system;
    await db
      .updateTable('phone_numbers')
      .set({ sub_account_id: sub.id, user_tenant_id: sub.id, agent_id: null })
      .where('id', '=', numberId)
      .execute();
    const assignTwilio = async (): Promise<void> => {
      const { id } = await db
        .selectFrom('integrations')
        .select('id')
        .where('tenant_id', '=', tenant.id)
        .executeTakeFirstOrThrow();
      await db
        .insertInto('sub_account_integrations')
        .values({ tenant_id: sub.id, integration_id: id, agency_id: tenant.id, provider: 'twilio' })
        .execute();
    };
    return { ...served, sub, assignTwilio };
  }

  numbersOf(tenantId: string) {
    const numbers = this.database.system.selectFrom('phone_numbers').selectAll();
    return numbers.where('tenant_id', '=', tenantId).orderBy('id').execute();
  }

  /** Ends the servers of one test. */
  async reset(): Promise<void> {
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
