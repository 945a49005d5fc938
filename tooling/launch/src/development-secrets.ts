import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variables } from './service-process.ts';

interface Secrets {
  JWT_SECRET: string;
  ENCRYPTION_KEY: string;
}

/**
 * The secrets that a deployment must set, made up once for a development machine and kept in its data folder, so that
 * sessions and stored credentials survive a restart. What the environment sets wins.
 */
export function withDevelopmentSecrets(variables: Variables, dataDir: string): Variables {
  if (variables.JWT_SECRET && variables.ENCRYPTION_KEY) return variables;
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    const secrets: Secrets = {
      JWT_SECRET: randomBytes(48).toString('base64url'),
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    };
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  const secrets = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  return {
    ...variables,
    JWT_SECRET: variables.JWT_SECRET || secrets.JWT_SECRET,
    ENCRYPTION_KEY: variables.ENCRYPTION_KEY || secrets.ENCRYPTION_KEY,
  };
}
