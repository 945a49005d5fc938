import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { migrate, migrationStatus, NewerDatabaseError, type MigrationStatus } from '@leadlock/db/migrate';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { readQueueStatus, type QueueStatus } from '@leadlock/jobs/queue-status';
import { CliError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import { note, success, writeJson, writeLine } from '../program/output.ts';
import { formatTable } from '../program/table.ts';
import { reachingDatabase, readAccess } from './installation.ts';

interface Standing extends MigrationStatus {
  queue: Pick<QueueStatus, 'version' | 'expectedVersion'>;
}

async function readStanding(ownerUrl: string): Promise<Standing> {
  const db = connectAsOwner(ownerUrl);
  try {
    const { version, expectedVersion } = await readQueueStatus(db, 0);
    return { ...(await migrationStatus(db)), queue: { version, expectedVersion } };
  } finally {
    await db.destroy();
  }
}

const newerError = (unknown: readonly string[]): CliError =>
  new CliError(`The database is newer than this version. Unknown migrations: ${unknown.join(', ')}`, {
    hint: 'Nothing was changed. Run the newer version, or restore a backup.',
  });

const queueIsOld = ({ queue }: Standing): boolean => queue.version === null || queue.version < queue.expectedVersion;

async function printStatus(standing: Standing, json: boolean): Promise<void> {
  if (json) return writeJson(standing);
  const { applied, pending, unknown, queue } = standing;
  const rows = [
    ...applied.map(({ name, appliedAt }) => ({ name, state: 'applied', at: appliedAt.toISOString() })),
    ...pending.map((name) => ({ name, state: 'pending', at: null })),
    ...unknown.map((name) => ({ name, state: 'unknown', at: null })),
    { name: 'job queue', state: queueIsOld(standing) ? 'pending' : 'applied', at: `version ${queue.version ?? 0}` },
  ];
  const columns = [
    { title: 'Migration', value: ({ name }: (typeof rows)[number]) => name },
    { title: 'State', value: ({ state }: (typeof rows)[number]) => state },
    { title: 'Applied', value: ({ at }: (typeof rows)[number]) => at },
  ];
  return writeLine(formatTable(columns, rows));
}

async function printPlan(standing: Standing, json: boolean): Promise<void> {
  const plan = [...standing.pending, ...(queueIsOld(standing) ? ['job queue'] : [])];
  if (json) return writeJson({ pending: plan });
  if (plan.length === 0) return note('The database is up to date.');
  return writeLine(plan.map((name) => `would apply  ${name}`).join('\n'));
}

async function applyAll(access: DatabaseAccess, json: boolean): Promise<void> {
  const applied: { name: string; milliseconds: number }[] = [];
  let written = Promise.resolve();
  const onMigration = (name: string, exactly: number): void => {
    const milliseconds = Math.round(exactly);
    applied.push({ name, milliseconds });
    if (!json) written = written.then(() => writeLine(`applied  ${name}  ${milliseconds} ms`));
  };
  await migrate(access, { onMigration });
  await migrateJobs(access.ownerUrl);
  await written;
  if (json) return writeJson({ applied });
  return success(applied.length === 0 ? 'The database is already up to date.' : 'The database is up to date.');
}

export async function runMigrate(options: {
  variables?: string;
  status?: boolean;
  dryRun?: boolean;
  json?: boolean;
}): Promise<void> {
  const access = readAccess(options.variables);
  const json = options.json ?? false;
  await reachingDatabase(async () => {
    if (!options.status && !options.dryRun) {
      await applyAll(access, json).catch((error: unknown) => {
        throw error instanceof NewerDatabaseError ? newerError(error.unknown) : error;
      });
      return;
    }
    const standing = await readStanding(access.ownerUrl);
    if (options.status) await printStatus(standing, json);
    if (standing.unknown.length > 0) throw newerError(standing.unknown);
    if (options.dryRun) await printPlan(standing, json);
    else if (standing.pending.length > 0 || queueIsOld(standing)) process.exitCode = EXIT.findings;
  });
}
