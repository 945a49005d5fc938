import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { silentLogger } from '@leadlock/observability/logger';
import type { CallProgress, CallResult } from '@leadlock/voice/session';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { MemoryDesk } from '../../test/memory-desk.ts';
import { openCallJournal, UnreadableCallError, type CallJournal } from './call-journal.ts';
import type { CallReference, KeptCall } from './kept-call.ts';
import { UnsavedCalls } from './unsaved-calls.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');
const NEXT_KEY = Buffer.alloc(32, 2).toString('base64');
const PROGRESS: CallProgress = {
  transcript: [],
  turnLatenciesMs: [],
  firstAudioMs: null,
  toolCalls: [],
  usage: null,
  durationMs: 61_000,
  interruptions: 0,
  voices: [],
  turns: [],
  voiceWasReady: true,
  framesFromCaller: 0,
  framesToCaller: 0,
};
const RESULT: CallResult = { ...PROGRESS, status: 'completed', endReason: 'caller_hangup', detail: null };
const reference = (callId: string): CallReference => ({ callId, tenantId: 't', model: 'm', recordingSid: null });
const kept = (callId: string): KeptCall => ({
  ...reference(callId),
  keptAt: new Date().toISOString(),
  progress: PROGRESS,
  ending: { status: 'completed', endReason: 'caller_hangup', detail: null },
});

let parent: string;
let folder: string;
let desk: MemoryDesk;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'leadlock-journal-'));
  folder = join(parent, 'unsaved-calls');
  desk = new MemoryDesk();
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const open = (...keys: string[]) => openCallJournal(folder, createSecretBox(keys.length > 0 ? keys : [KEY]));
const unsavedIn = (journal: CallJournal) => new UnsavedCalls({ desk, journal, log: silentLogger });
const retry = (journal: CallJournal) => unsavedIn(journal).retry(() => false);
const idsOf = (calls: readonly CallReference[]): string[] => calls.map(({ callId }) => callId).toSorted();

test('a call outlives the process that kept it, sealed', async () => {
  await (await open()).keep(kept('a'));
  expect(await readFile(join(folder, 'a.call'), 'utf8')).not.toContain('caller_hangup');
  await retry(await open());
  expect(idsOf(desk.completedCalls)).toEqual(['a']);
  expect(await readdir(folder)).toEqual([]);
});

test('one sealed under a key that was rotated away waits for that key, and is not put aside', async () => {
  await (await open(KEY)).keep(kept('a'));
  await retry(await open(NEXT_KEY));
  expect(desk.completedCalls).toEqual([]);
  expect(await readdir(folder)).toEqual(['a.call']);
  await retry(await open(NEXT_KEY, KEY));
  expect(idsOf(desk.completedCalls)).toEqual(['a']);
});

test.each([
  ['empty', ''],
  ['text', 'not sealed at all'],
  ['cut off', `${createSecretBox([KEY]).currentPrefix}AAAA`],
  ['of another call', createSecretBox([KEY]).seal(JSON.stringify(kept('b')), 'kept-call:b')],
  ['no kept call', createSecretBox([KEY]).seal('{"callId":"a"}', 'kept-call:a')],
])('a file that is %s is put aside, and the others go on', async (_, content) => {
  const journal = await open();
  await journal.keep(kept('z'));
  await writeFile(join(folder, 'a.call'), content);
  await expect(journal.read('a')).rejects.toBeInstanceOf(UnreadableCallError);
  await retry(journal);
  expect(idsOf(desk.completedCalls)).toEqual(['z']);
  expect(await readdir(folder)).toEqual(['a.call.aside']);
});

test('a file that the disk does not give is tried again, and holds no other up', async () => {
  const journal = await open();
  await Promise.all(['a', 'b'].map((id) => journal.keep(kept(id))));
  const read = (callId: string) =>
    callId === 'a'
      ? Promise.reject(Object.assign(new Error('too many files'), { code: 'EMFILE' }))
      : journal.read(callId);
  await retry({ ...journal, read });
  expect(idsOf(desk.completedCalls)).toEqual(['b']);
  await retry(journal);
  expect(idsOf(desk.completedCalls)).toEqual(['a', 'b']);
});

test('a call in memory is written although the journal can neither keep, list nor put aside', async () => {
  const broken = () => Promise.reject(new Error('The disk is gone'));
  const unsaved = unsavedIn({ keep: broken, list: broken, read: broken, forget: broken, setAside: broken });
  desk.completionFailures = 3;
  await unsaved.end(reference('a'), RESULT);
  expect(unsaved.held).toHaveLength(1);
  await unsaved.flush(5000);
  expect(idsOf(desk.completedCalls)).toEqual(['a']);
  expect(unsaved.held).toEqual([]);
});

test('calls are kept again once there is a place for them', async () => {
  await writeFile(folder, 'a file where the folder belongs');
  const journal = await open();
  await expect(journal.keep(kept('a'))).rejects.toThrow('EEXIST');
  await rm(folder);
  expect(await journal.list()).toEqual([]);
  await journal.keep(kept('a'));
  await rename(folder, `${folder}-moved`);
  expect(await journal.list()).toEqual([]);
  await journal.keep(kept('b'));
  expect(await journal.list()).toEqual(['b']);
});

test('what could not be written leaves nothing behind', async () => {
  const journal = await open();
  // Nothing takes the place of a folder: it fails when the file has been written.
  await mkdir(join(folder, 'a.call'));
  await expect(journal.keep(kept('a'))).rejects.toThrow('EISDIR');
  expect(await readdir(folder)).toEqual(['a.call']);
});

describe('two gateways on one folder', () => {
  const running = (): KeptCall => ({ ...kept('a'), keptAt: '2026-11-29T12:00:00.000Z', ending: null });

  test('lose no end that one writes while the other adds what the call had come to before', async () => {
    const [holder, other] = [await open(), await open()];
    await holder.keep(running());
    desk.addRemains = async () => {
      await holder.keep(kept('a'));
      return true;
    };
    await retry(other);
    expect(await readdir(folder)).toEqual(['a.call']);
    await retry(other);
    expect(idsOf(desk.completedCalls)).toEqual(['a']);
    expect(await readdir(folder)).toEqual([]);
  });

  test('forget what one of them has written, whoever comes second', async () => {
    const journals = [await open(), await open()];
    await journals[0]?.keep(kept('a'));
    await Promise.all(journals.map(retry));
    expect(new Set(idsOf(desk.completedCalls))).toEqual(new Set(['a']));
    expect(await readdir(folder)).toEqual([]);
  });

  test('leave nothing taken when one of them dies over it', async () => {
    await (await open()).keep(running());
    const taken = join(folder, 'a.call.0b1c.taken');
    await rename(join(folder, 'a.call'), taken);
    vi.useFakeTimers({ now: Date.now() + 120_000, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    expect(await (await open()).list()).toEqual(['a']);
  });
});
