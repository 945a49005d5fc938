import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startApiServer } from '@leadlock/app-api/server';
import type { Tenant } from '@leadlock/context/context';
import type { Database } from '@leadlock/db/client';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { createAuthentication } from '@leadlock/identity/auth';
import { createMetrics } from '@leadlock/observability/metrics';
import type { TelephonyProvider } from '@leadlock/providers/contracts';
import { createTestContext, type TestContext } from '@leadlock/testing/factories';
import { toSession } from '../../src/api/authorization.ts';
import { createCredentialStore } from '../../src/settings/credentials.ts';
import { createCliUser, type CliUser } from './run-cli.ts';

export const PASSWORD = 'correct horse battery';

/** An account, and its owner at a command line where they are logged in. */
export interface Account {
  tenant: Pick<Tenant, 'id' | 'name' | 'slug'>;
  email: string;
  token: string;
  user: CliUser;
}

/** The product's api on a port and a database of its own. */
export interface RealApi {
  readonly url: string;
  readonly database: Database;
  readonly system: TestContext;
  /** Somebody signs up and logs in at a command line of their own. */
  signUp(accountType?: 'direct' | 'agency'): Promise<Account>;
  /** Somebody at a command line who is not logged in. */
  stranger(variables?: Record<string, string>): CliUser;
  close(): Promise<void>;
}

/** Connects a Twilio account to somebody's; `fetchAccount` of the carrier must know it. */
export async function connectTwilio(
  apiUrl: string,
  { token }: Pick<Account, 'token'>,
  credentials = { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: 'token' },
): Promise<void> {
  const answer = await fetch(`${apiUrl}/integrations/twilio/connect`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      account_name: 'Main',
      account_sid: credentials.accountSid,
      auth_token: credentials.authToken,
    }),
  });
  if (!answer.ok) throw new Error(`Twilio was not connected: ${await answer.text()}`);
}

/** A carrier that takes any account. */
export const anyTwilioAccount: Pick<TelephonyProvider, 'fetchAccount'> = {
  fetchAccount: ({ accountSid }) =>
    Promise.resolve({ accountSid, friendlyName: 'Acme', status: 'active', type: 'Full' }),
};

let accounts = 0;

export async function startRealApi(overrides: Parameters<typeof createTestContext>[1] = {}): Promise<RealApi> {
  const database = await createTestDatabase();
  const system = createTestContext(database, overrides);
  const server = await startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    port: 0,
    host: '127.0.0.1',
  });
  const url = `http://127.0.0.1:${server.port}`;
  // Carriers are told where to call back.
  Object.assign(system.settings, { publicApiUrl: url });
  return {
    url,
    database,
    system,
    async signUp(account_type = 'direct') {
      const email = `owner-${++accounts}@example.com`;
      const answer = await fetch(`${url}/auth/signup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          email,
          password: PASSWORD,
          company_name: `Company ${accounts}`,
          account_type,
          tos_accepted: true,
        }),
      });
      const tokens = (await answer.json()) as Parameters<typeof toSession>[1];
      await database.system
        .updateTable('users')
        .set({ email_verified_at: new Date() })
        .where('email', '=', email)
        .execute();
      const user = createCliUser(url);
      const store = createCredentialStore(join(user.configFolder, 'leadlock'));
      await store.update('default', async () => toSession(url, tokens));
      return { tenant: tokens.tenant, email, token: tokens.access_token, user };
    },
    stranger: (variables) => createCliUser(url, variables),
    async close() {
      await server.drain({ noticeMs: 0, patienceMs: 2_000 });
      await database.close();
    },
  };
}
