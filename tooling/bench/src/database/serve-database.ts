import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiApp } from '@leadlock/app-api/app';
import { connectDatabase } from '@leadlock/db/client';
import { createAuthentication } from '@leadlock/identity/auth';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTwilio } from '@leadlock/providers/twilio';
import { createTestContext } from '@leadlock/testing/factories';
import type { SeededDatabase } from './seed-calls.ts';

/** The REST API on a seeded database, in this process. Webhooks are checked as Twilio signs them. */
export async function serveDatabase({ connectionString }: SeededDatabase) {
  const database = connectDatabase({ connectionString });
  const twilio = createTwilio({ apiUrl: 'http://127.0.0.1:1', messagingUrl: 'http://127.0.0.1:1' });
  const telephony = { isSigned: (...signed: Parameters<typeof twilio.isSigned>) => twilio.isSigned(...signed) };
  const system = createTestContext(database, { providers: { telephony } });
  const app = createApiApp({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'bench' }),
    isDraining: () => false,
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await database.close();
    },
  };
}
