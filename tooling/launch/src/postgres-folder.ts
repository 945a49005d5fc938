import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const OTHERS_MAY_ENTER = 0o001;

/**
 * Where the embedded Postgres keeps its data: below `dataDir`. When we are root it runs as another account, which may
 * be unable to get there (below /root, for one); then it is a folder of /var/tmp that belongs to `dataDir`.
 */
export function postgresFolder(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  if (process.getuid?.() !== 0 || othersMayEnter(dataDir)) return join(dataDir, 'postgres');
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = join('/var/tmp', `leadlock-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return join(folder, 'postgres');
}

function othersMayEnter(folder: string): boolean {
  const isOpen = (statSync(folder).mode & OTHERS_MAY_ENTER) !== 0;
  const parent = dirname(folder);
  return isOpen && (parent === folder || othersMayEnter(parent));
}
