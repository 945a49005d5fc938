import { once } from 'node:events';
import autocannon from 'autocannon';
import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { signIn } from '@leadlock/identity/testing';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';
import { sql } from 'kysely';
import { startServer } from './bench-server.ts';
import type { BenchData } from './seed.ts';

const SEARCHES = 12;
const CALLS = 400_000;

/** The big tenant's calls, each with a transcript that a search has to read. */
async function seedCalls({ ownerUrl, tenantId }: BenchData): Promise<void> {
  const owner = connectAsOwner(ownerUrl);
  await sql`
    INSERT INTO call_logs
      (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, voice_provider, started_at, ended_at, transcript)
    SELECT ${tenantId}, gen_random_uuid(), 'CN' || n, 'inbound', '+14155550100', '+14155550101', 'completed', 'xai',
      now() - n * interval '1 minute', now() - n * interval '1 minute',
      jsonb_build_array(jsonb_build_object('role', 'agent', 'text', repeat('How may I help you today? ', 8)))
    FROM generate_series(1, ${CALLS}::int) AS n
  `.execute(owner);
  await sql`VACUUM ANALYZE call_logs`.execute(owner);
  await owner.destroy();
}

async function seedModestTenant({ connectionString }: BenchData): Promise<string> {
  const database = connectDatabase({ connectionString, maxConnections: 1 });
  const tenant = await createTenant(database);
  await createAgent(database, tenant);
  const token = await signIn(createTestContext(database), tenant);
  await database.close();
  return token;
}

/** How long a tenant's list of agents takes while another tenant searches a long history of calls again and again. */
export async function measureNeighbors(data: BenchData, seconds: number): Promise<void> {
  await seedCalls(data);
  const token = await seedModestTenant(data);
  const { child, port } = await startServer('leadlock', data);
  const load = (path: string, bearer: string, connections: number) =>
    autocannon({
      url: `http://127.0.0.1:${port}${path}`,
      connections,
      duration: seconds,
      timeout: 60,
      headers: { authorization: `Bearer ${bearer}` },
    });
  const report = (what: string, { latency, requests, non2xx }: autocannon.Result): void =>
    console.log(
      `${what.padEnd(44)}p50 ${latency.p50} ms   p99 ${latency.p99} ms   ${requests.total} answered, ${non2xx} refused`,
    );
  try {
    console.log(`\nTwo tenants, of whom one has ${CALLS} calls and searches them ${SEARCHES} times at once`);
    report('GET /agents of the other, alone', await load('/agents', token, 1));
    const searching = load('/calls/search?search=never+said', data.token, SEARCHES);
    report('GET /agents of the other, meanwhile', await load('/agents', token, 1));
    report('the searches', await searching);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
