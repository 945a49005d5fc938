import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { CliError } from '../program/cli-error.ts';

const Session = z.object({
  kind: z.literal('session'),
  api_url: z.string(),
  email: z.string(),
  access_token: z.string(),
  refresh_token: z.string(),
  /** When the access token expires, ISO 8601. */
  expires_at: z.string(),
});
const ApiKey = z.object({ kind: z.literal('api_key'), api_url: z.string(), api_key: z.string() });
const Credentials = z.discriminatedUnion('kind', [Session, ApiKey]);
const CredentialsFile = z.object({ profiles: z.record(z.string(), Credentials) });

export type SessionCredentials = z.infer<typeof Session>;
/** What one profile logs in with. */
export type Credentials = z.infer<typeof Credentials>;

/** The saved credentials of all profiles. The folder is 700 and the file 600: nobody else on the machine reads them. */
export interface CredentialStore {
  read(profile: string): Promise<Credentials | null>;
  /**
   * Changes one profile while no other process does: `change` gets what is saved by now and answers with what to save,
   * null to forget it. Answers with what was saved.
   */
  update(
    profile: string,
    change: (saved: Credentials | null) => Promise<Credentials | null>,
  ): Promise<Credentials | null>;
}

/** Longer than a refresh may take, so that a lock is only taken over from a process that died. */
const STALE_LOCK_MS = 45_000;

export function createCredentialStore(folder: string): CredentialStore {
  const path = join(folder, 'credentials.json');

  async function readAll(): Promise<z.infer<typeof CredentialsFile>> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { profiles: {} };
      throw new CliError(`Cannot read ${path}`, { cause: error });
    }
    try {
      return CredentialsFile.parse(JSON.parse(text));
    } catch (error) {
      throw new CliError(`${path} is not a file of credentials`, {
        hint: 'Delete it and run leadlock login.',
        cause: error,
      });
    }
  }

  /** A reader finds the old file or the new one, never half of one. */
  async function writeAll(content: z.infer<typeof CredentialsFile>): Promise<void> {
    const next = join(folder, `.credentials-${randomUUID()}`);
    try {
      const file = await open(next, 'wx', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, path);
    } finally {
      await rm(next, { force: true });
    }
  }

  return {
    async read(profile) {
      const { profiles } = await readAll();
      // `toString` is a name like others, and one that every object knows.
      return Object.hasOwn(profiles, profile) ? (profiles[profile] ?? null) : null;
    },
    async update(profile, change) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const release = await lock(path, {
        realpath: false,
        stale: STALE_LOCK_MS,
        retries: { retries: 600, factor: 1.2, minTimeout: 20, maxTimeout: 250 },
        // Only a machine that slept for long gets here; the rename is still whole.
        onCompromised: () => undefined,
      });
      try {
        const { profiles } = await readAll();
        const others = Object.entries(profiles).filter(([name]) => name !== profile);
        const next = await change(Object.hasOwn(profiles, profile) ? (profiles[profile] ?? null) : null);
        const kept = next === null ? others : [...others, [profile, next] as const];
        await writeAll({ profiles: Object.fromEntries(kept) });
        return next;
      } finally {
        await release();
      }
    },
  };
}
