import { readFileSync, writeFileSync } from 'node:fs';
import { generate, PostgresDialect } from 'kysely-codegen';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
import { connectAsOwner } from './connect-as-owner.ts';
import { migrate } from './migrate.ts';

const target = new URL('./generated/database.ts', import.meta.url);

/** The table types of a freshly migrated database. */
async function generateTypes(): Promise<string> {
  const server = await startEmbeddedPostgres({ throwaway: true });
  try {
    await migrate(server);
    const db = connectAsOwner(server.ownerUrl);
    try {
      return await generate({ db, dialect: new PostgresDialect(), excludePattern: '(kysely_*|partitions.*)' });
    } finally {
      await db.destroy();
    }
  } finally {
    await server.stop();
  }
}

// `pnpm db:types` writes the file; with --verify it only fails when the file is not what the migrations make.
const types = await generateTypes();
if (process.argv.includes('--verify')) {
  if (readFileSync(target, 'utf8') !== types) {
    process.stderr.write('packages/db/src/generated/database.ts is stale: run pnpm db:types\n');
    process.exit(1);
  }
} else {
  writeFileSync(target, types);
}
