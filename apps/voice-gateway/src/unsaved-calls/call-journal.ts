import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretBox } from '@leadlock/core/envelope-encryption';
import { readKeptCall, type KeptCall } from './kept-call.ts';

const ENDING = '.call';
/** A file that is looked at once more before it goes. */
const TAKEN = '.taken';
/** How what a `SecretBox` has sealed begins: format, and fingerprint of the key. */
const SEALED = /^v\d+\.[0-9a-f]{8}\./;
/** Beyond this many files, something is wrong that more files do not mend. */
const MAX_FILES = 10_000;
/** What is longer is kept without what was said in it: the bill must not be lost for it. */
const MAX_LENGTH = 32 * 1024 * 1024;

/** A file takes milliseconds to be written. */
const HALF_WRITTEN_MS = 60_000;

/** Calls that the database does not have yet, on disk: they outlive the process. */
export interface CallJournal {
  /** Resolves once the call is safe on disk, in the place of what was kept of it before. */
  keep(call: KeptCall): Promise<void>;
  /**
   * `asRead`: only while it is still what was read, for a gateway that shares the folder may have kept more of the call
   * since then.
   */
  forget(callId: string, asRead?: KeptCall): Promise<void>;
  /** The ids of the calls that are kept, also by other gateways that share the folder. */
  list(): Promise<string[]>;
  /**
   * Null for one that is not there any more.
   * @throws UnreadableCallError for what is no kept call
   * @throws Error for one that may be read later: the disk fails, or its key is not configured
   */
  read(callId: string): Promise<KeptCall | null>;
  /** Puts a call aside that nothing can be done about; it stays for people to look at. */
  setAside(callId: string): Promise<void>;
}

/** What is in the journal under a call's name is not the call: it is damaged, or of another version. */
export class UnreadableCallError extends Error {
  override readonly name = 'UnreadableCallError';
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The folder may have been taken away since it was made, or never could be made. */
const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 });

async function writeSafely(folder: string, name: string, text: string): Promise<void> {
  await makeFolder(folder);
  const temporary = join(folder, `${name}.${randomUUID()}.tmp`);
  try {
    await writeWhole(temporary, text);
    await rename(temporary, join(folder, name));
  } catch (error) {
    // A disk that is full must not be filled with what could not be written to it.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  // The name is in the folder's own blocks, which are written apart from the file's.
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** What a process that died was writing is of no use to anybody; another gateway may be writing just now. */
async function removeHalfWritten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.tmp')) continue;
    const file = await stat(join(folder, name)).catch(() => null);
    if (file && Date.now() - file.mtimeMs > HALF_WRITTEN_MS) await rm(join(folder, name), { force: true });
  }
}

/** Puts a file back that was taken out of the journal, unless a newer one has its place. */
async function putBack(taken: string, path: string): Promise<void> {
  await link(taken, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(taken, { force: true });
}

/** What a process had taken that died before it could decide. */
async function putAllBack(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const at = name.indexOf(`${ENDING}.`);
    if (!name.endsWith(TAKEN) || at < 0) continue;
    const file = await stat(join(folder, name)).catch(() => null);
    if (file && Date.now() - file.ctimeMs > HALF_WRITTEN_MS) {
      await putBack(join(folder, name), join(folder, name.slice(0, at + ENDING.length)));
    }
  }
}

function textOf(call: KeptCall): string {
  const text = JSON.stringify(call);
  if (text.length <= MAX_LENGTH) return text;
  return JSON.stringify({ ...call, progress: { ...call.progress, transcript: [], toolCalls: [] } });
}

/**
 * What was sealed under another key can be read once that key is configured again. Anything else that does not open is
 * damaged.
 */
function openText(secrets: SecretBox, sealed: string, purpose: string): KeptCall {
  const isUnderKnownKey = secrets.prefixes.some((prefix) => sealed.startsWith(prefix));
  if (!isUnderKnownKey && SEALED.test(sealed))
    throw new Error('The unsaved call was encrypted with a key that is not configured');
  try {
    return readKeptCall(secrets.open(sealed, purpose));
  } catch (cause) {
    throw new UnreadableCallError('Not an unsaved call', { cause });
  }
}

/**
 * Opens the journal in a folder, which is made when it is not there. What callers have said is sealed, as tenants' secrets
 * are: disks are copied and thrown away. A disk that fails keeps nobody from taking calls: each write tries it again.
 */
export async function openCallJournal(folder: string, secrets: SecretBox): Promise<CallJournal> {
  await makeFolder(folder)
    .then(() => removeHalfWritten(folder))
    .then(() => putAllBack(folder))
    .catch(() => undefined);
  const known = new Set<string>();
  /** Writes of one call happen one after the other, so that the last one stays. */
  const queues = new Map<string, Promise<void>>();
  const purpose = (callId: string): string => `kept-call:${callId}`;
  const path = (callId: string): string => join(folder, callId + ENDING);

  function inTurn(callId: string, work: () => Promise<void>): Promise<void> {
    const turn = (queues.get(callId) ?? Promise.resolve()).then(work);
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (queues.get(callId) === settled) queues.delete(callId);
      });
    queues.set(callId, settled);
    return turn;
  }

  /** Nobody can write a file between the last look at it and its end: it is taken out of their way first. */
  async function removeAsRead(callId: string, asRead: KeptCall): Promise<void> {
    const taken = `${path(callId)}.${randomUUID()}${TAKEN}`;
    try {
      await rename(path(callId), taken);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    const now = await readFile(taken, 'utf8')
      .then((sealed) => openText(secrets, sealed, purpose(callId)))
      .catch(() => null);
    const isSame = now?.keptAt === asRead.keptAt && now.ending?.endReason === asRead.ending?.endReason;
    if (isSame) await rm(taken, { force: true });
    else await putBack(taken, path(callId));
  }

  return {
    keep: (call) =>
      inTurn(call.callId, async () => {
        if (!known.has(call.callId) && known.size >= MAX_FILES) throw new Error('Too many unsaved calls');
        known.add(call.callId);
        await writeSafely(folder, call.callId + ENDING, secrets.seal(textOf(call), purpose(call.callId)));
      }),
    forget: (callId, asRead) =>
      inTurn(callId, async () => {
        known.delete(callId);
        if (asRead) await removeAsRead(callId, asRead);
        else await rm(path(callId), { force: true });
      }),
    async list() {
      const found = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      const names = found.filter((name) => name.endsWith(ENDING));
      const ids = names.map((name) => name.slice(0, -ENDING.length));
      for (const id of ids) known.add(id);
      return ids;
    },
    async read(callId) {
      const sealed = await readFile(path(callId), 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      return sealed === null ? null : openText(secrets, sealed, purpose(callId));
    },
    setAside: (callId) =>
      inTurn(callId, async () => {
        known.delete(callId);
        await rename(path(callId), `${path(callId)}.aside`).catch((error: unknown) => {
          if (!isMissing(error)) throw error;
        });
      }),
  };
}

/** Keeps nothing, for a gateway whose calls need not outlive it. */
export const NO_JOURNAL: CallJournal = {
  keep: async () => undefined,
  forget: async () => undefined,
  list: async () => [],
  read: async () => null,
  setAside: async () => undefined,
};
