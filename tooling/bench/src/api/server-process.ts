import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiApp } from '@leadlock/app-api/app';
import { connectDatabase } from '@leadlock/db/client';
import { createAuthentication } from '@leadlock/identity/auth';
import { createLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTestContext } from '@leadlock/testing/factories';
import { plainExpress } from './plain-express.ts';

const [, , subject = '', connectionString = '', tenantId = ''] = process.argv;

// The pool and the log are the same for all; lines are made and thrown away.
const database = connectDatabase({ connectionString, maxConnections: 10 });
const log = createLogger({ service: 'bench', level: 'info', destination: { write: () => undefined } });
const system = createTestContext(database, { log });
const authentication = createAuthentication(system);

function listener(): RequestListener {
  switch (subject) {
    case 'leadlock':
      return createApiApp({
        system,
        authentication,
        metrics: createMetrics({ service: 'bench' }),
        isDraining: () => false,
      });
    case 'express':
      return plainExpress(database, tenantId, {});
    case 'express-auth':
      return plainExpress(database, tenantId, { authentication });
    case 'express-auth-log':
      return plainExpress(database, tenantId, { authentication, withHeadersAndLog: log });
    default:
      throw new Error(`There is no subject called ${subject}`);
  }
}

const server = createServer(listener()).listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
