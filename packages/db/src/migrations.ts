import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FileMigrationProvider } from 'kysely/migration';
import type { DatabaseMigration } from './migration.ts';

const files = new FileMigrationProvider({
  fs: { readdir },
  path: { join },
  migrationFolder: fileURLToPath(new URL('migrations', import.meta.url)),
  // Windows imports by URLs only.
  import: (path) => import(pathToFileURL(path).href),
  onFileIgnored: (file) => {
    throw new Error(`${file} is not a migration`);
  },
});

/** Every file of the folder `migrations` by its name without `.ts`; they run in the order of their names. */
export const migrations: Readonly<Record<string, DatabaseMigration>> = await files.getMigrations();
