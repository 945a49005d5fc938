import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@leadlock/observability/logger';
import type {
  CallRecord,
  MessageRecord,
  PhoneNumber,
  RecordingRecord,
  TwilioAccount,
  TwimlApplication,
} from './model.ts';
import { isFinal } from './call/call-status.ts';
import type { TwilioStore } from './store.ts';

interface StoredState {
  accounts: TwilioAccount[];
  /** Absent in what older versions have stored. */
  applications?: TwimlApplication[];
  numbers: PhoneNumber[];
  calls: CallRecord[];
  recordings: RecordingRecord[];
  messages: MessageRecord[];
  optOuts: string[];
}

/** Changes are written at most this often, so that a process that is killed loses no more. */
const SAVE_EVERY_MS = 1000;
/** Of what grows with every call, only the newest are kept. */
const MAX_KEPT = 500;

export interface StatePersistence {
  /** Writes what is not written yet and stops. */
  close(): Promise<void>;
}

/** Fills the store with what an earlier process knew, and keeps the folder up to date from then on. */
export async function persistState(store: TwilioStore, folder: string, log: Logger): Promise<StatePersistence> {
  const stateFile = join(folder, 'twilio.json');
  const audioFolder = join(folder, 'recordings');
  await mkdir(audioFolder, { recursive: true });
  const savedAudio = new Set(await load());
  let written = serialize(store);
  let saving: Promise<void> = Promise.resolve();

  async function load(): Promise<string[]> {
    const text = await readFile(stateFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text !== null) restore(store, JSON.parse(text) as StoredState);
    for (const file of await readdir(audioFolder)) {
      // `RE….2.ulaw`: two tracks of the same length, one behind the other.
      const [sid = '', channels] = file.split('.');
      if (!store.recordings.has(sid)) {
        await rm(join(audioFolder, file));
        continue;
      }
      const audio = await readFile(join(audioFolder, file));
      const half = audio.length / 2;
      const tracks = channels === '2' ? [audio.subarray(0, half), audio.subarray(half)] : [audio];
      store.recordedAudio.set(sid, { tracks });
    }
    return [...store.recordedAudio.keys()];
  }

  async function save(): Promise<void> {
    for (const [sid, { tracks }] of store.recordedAudio) {
      if (savedAudio.has(sid)) continue;
      await writeFile(join(audioFolder, `${sid}.${tracks.length}.ulaw`), Buffer.concat(tracks));
      savedAudio.add(sid);
    }
    const text = serialize(store);
    if (text === written) return;
    // A reader, or a process that starts after a crash, never sees half a file.
    await writeFile(`${stateFile}.new`, text);
    await rename(`${stateFile}.new`, stateFile);
    written = text;
  }

  function saveSoon(): Promise<void> {
    saving = saving.then(save).catch((error: unknown) => log.error({ err: error }, 'the state was not written'));
    return saving;
  }

  const timer = setInterval(() => {
    // It logs what fails.
    saveSoon().catch(() => undefined);
  }, SAVE_EVERY_MS);
  timer.unref();
  return {
    close() {
      clearInterval(timer);
      return saveSoon();
    },
  };
}

function serialize(store: TwilioStore): string {
  const newest = <T>(records: Map<string, T>): T[] => [...records.values()].slice(-MAX_KEPT);
  const state: StoredState = {
    accounts: [...store.accounts.values()],
    applications: [...store.applications.values()],
    numbers: [...store.numbers.values()],
    calls: newest(store.calls),
    recordings: newest(store.recordings),
    messages: newest(store.messages),
    optOuts: store.optOuts,
  };
  return JSON.stringify(state);
}

function restore(store: TwilioStore, state: StoredState): void {
  for (const account of state.accounts) store.accounts.set(account.sid, account);
  for (const application of state.applications ?? []) store.applications.set(application.sid, application);
  for (const number of state.numbers) store.numbers.set(number.sid, number);
  for (const call of state.calls) store.calls.set(call.sid, isFinal(call.status) ? call : cutOff(call));
  for (const recording of state.recordings) store.recordings.set(recording.sid, recording);
  for (const message of state.messages) store.messages.set(message.sid, message);
  for (const pair of state.optOuts) store.restoreOptOut(pair);
}

/** The process that held the line is gone, and the line with it. */
function cutOff(call: CallRecord): CallRecord {
  const endedAt = call.startedAt === null ? call.updatedAt : new Date().toISOString();
  return { ...call, status: call.startedAt === null ? 'failed' : 'completed', endedAt, updatedAt: endedAt };
}
