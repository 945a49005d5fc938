import { setTimeout as delay } from 'node:timers/promises';
import { createSecretBox, type SecretBox } from '@leadlock/core/envelope-encryption';
import { inspectEnvironment, type Environment } from '@leadlock/core/environment';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { sql } from 'kysely';
import type { Variables } from '../variables.ts';
import { checkCodec } from './check-codec.ts';
import { checkDatabase, checkGateways, checkJobQueue, checkMigrations } from './check-database.ts';
import { checkEncryption } from './check-encryption.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkDiskSpace, checkDns } from './check-machine.ts';
import { checkMetrics } from './check-metrics.ts';
import { checkPartitions } from './check-partitions.ts';
import { checkPublicApi, checkPublicGateway, checkTwilioSignature } from './check-public-addresses.ts';
import { checkStorage } from './check-storage.ts';
import { checkAnthropic, checkLocalLlm, checkResend, checkTwilio, checkTwilioMessaging } from './check-vendors.ts';
import { VOICE_CHECKS } from './check-voices.ts';
import { clockFindings } from './clock.ts';
import type { Check, Examined, OwnerDatabase } from './examined.ts';
import { failed, type Finding } from './finding.ts';
import { Unreached } from './http-probe.ts';
import { redactor } from './redact.ts';

const CHECKS: readonly Check[] = [
  checkEnvironment,
  checkDatabase,
  checkMigrations,
  checkPartitions,
  checkJobQueue,
  checkEncryption,
  checkStorage,
  checkDiskSpace,
  checkDns,
  checkCodec,
  checkGateways,
  checkTwilio,
  checkTwilioMessaging,
  ...VOICE_CHECKS,
  checkAnthropic,
  checkLocalLlm,
  checkResend,
  checkPublicApi,
  checkTwilioSignature,
  checkPublicGateway,
  checkMetrics,
];

/** A check may ask several times; all of it must end. */
const PATIENCE = 3;

async function runCheck({ name, run }: Check, examined: Examined): Promise<Finding[]> {
  const limit = new AbortController();
  const late = delay(examined.timeoutMs * PATIENCE, null, { signal: limit.signal }).then(
    () => [failed(name, 'timed out', 'try again with a longer --timeout')],
    () => [],
  );
  try {
    return await Promise.race([run(examined), late]);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const remedy =
      error instanceof Unreached ? 'check that it is running and that this machine can connect to it' : 'see the error';
    return [failed(name, detail, remedy)];
  } finally {
    limit.abort();
  }
}

async function openDatabase(
  { DATABASE_OWNER_URL }: Partial<Environment>,
  timeoutMs: number,
): Promise<OwnerDatabase | null> {
  if (DATABASE_OWNER_URL === undefined) return null;
  let db: OwnerDatabase | null = null;
  try {
    db = connectAsOwner(DATABASE_OWNER_URL, { timeoutMs });
    await sql`SELECT 1`.execute(db);
    return db;
  } catch {
    await db?.destroy();
    return null;
  }
}

function openSecrets({ ENCRYPTION_KEY }: Partial<Environment>): SecretBox | null {
  try {
    return ENCRYPTION_KEY === undefined ? null : createSecretBox(ENCRYPTION_KEY.split(','));
  } catch {
    return null;
  }
}

/** Looks at everything at once. Findings come in a fixed order and hold no secret of the environment. */
export async function examine(variables: Variables, timeoutMs: number): Promise<Finding[]> {
  const { environment, problems } = inspectEnvironment(variables);
  const examined: Examined = {
    environment,
    problems,
    secrets: openSecrets(environment),
    database: openDatabase(environment, timeoutMs),
    clock: [],
    timeoutMs,
  };
  try {
    const findings = (await Promise.all(CHECKS.map((check) => runCheck(check, examined)))).flat();
    const redact = redactor(variables);
    return [...findings, ...clockFindings(examined.clock)].map((finding) => ({
      ...finding,
      detail: redact(finding.detail),
    }));
  } finally {
    await (await examined.database)?.destroy();
  }
}
