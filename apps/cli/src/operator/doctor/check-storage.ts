import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { openStorage } from '@leadlock/composition/system-context';
import type { Environment } from '@leadlock/core/environment';
import { reasonOf } from '../../program/reason.ts';
import type { Check } from './examined.ts';
import { failed, ok } from './finding.ts';

/** What the file store reads of the environment. */
const hasStorage = (environment: Partial<Environment>): environment is Environment => {
  const { DATA_DIR, STORAGE_URL, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = environment;
  return STORAGE_URL === undefined
    ? DATA_DIR !== undefined
    : S3_ACCESS_KEY_ID !== undefined && S3_SECRET_ACCESS_KEY !== undefined;
};

export const checkStorage: Check = {
  name: 'storage',
  run: async ({ environment }) => {
    // The check of the environment tells what is missing.
    if (!hasStorage(environment)) return [];
    const place = environment.STORAGE_URL === undefined ? 'DATA_DIR' : environment.STORAGE_URL.split('?', 1)[0];
    const remedy =
      environment.STORAGE_URL === undefined
        ? 'give the services’ user write access'
        : 'check the bucket, S3_ENDPOINT, and the keys’ permissions (read, write, delete)';
    // No folder: it would stay behind.
    const key = `doctor-${randomBytes(12).toString('hex')}.bin`;
    const content = randomBytes(1024);
    let step = 'written';
    try {
      const storage = openStorage(environment);
      await storage.put(key, content, { contentType: 'application/octet-stream' });
      step = 'read';
      const stored = await storage.open(key);
      const read = stored ? await buffer(stored.body) : Buffer.alloc(0);
      step = 'deleted';
      await storage.delete(key);
      if (!read.equals(content))
        return [failed('storage', `${place} returns different contents than were written`, remedy)];
      if ((await storage.open(key)) !== null) return [failed('storage', `${place} keeps deleted files`, remedy)];
      return [ok('storage', `${place} can write, read, and delete files`)];
    } catch (error) {
      return [failed('storage', `a file can’t be ${step} in ${place} (${reasonOf(error)})`, remedy)];
    }
  },
};
