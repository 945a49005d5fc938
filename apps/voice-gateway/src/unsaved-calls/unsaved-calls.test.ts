import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { silentLogger } from '@leadlock/observability/logger';
import type { CallResult } from '@leadlock/voice/session';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryDesk } from '../../test/memory-desk.ts';
import { openCallJournal, type CallJournal } from './call-journal.ts';
import type { CallReference } from './kept-call.ts';
import { UnsavedCalls } from './unsaved-calls.ts';

const secrets = createSecretBox([Buffer.alloc(32, 7).toString('base64')]);
const CALL: CallReference = { callId: 'call-1', tenantId: 'tenant-1', model: 'gpt-realtime', recordingSid: 'RE1' };
const RESULT: CallResult = {
  status: 'completed',
  endReason: 'caller_hangup',
  detail: null,
  transcript: [
    { role: 'user', content: 'A secret', started_at: '2026-11-24T15:00:00Z', ended_at: '2026-11-24T15:00:01Z' },
  ],
  turnLatenciesMs: [640],
  firstAudioMs: 400,
  toolCalls: [],
  usage: null,
  durationMs: 77_200,
  interruptions: 0,
  voices: [],
  turns: [],
  voiceWasReady: true,
  framesFromCaller: 3,
  framesToCaller: 4,
};

let folder: string;
let desk: MemoryDesk;
let journal: CallJournal;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  desk = new MemoryDesk();
  journal = await openCallJournal(folder, secrets);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (kept: CallJournal = journal): UnsavedCalls =>
  new UnsavedCalls({ desk, journal: kept, log: silentLogger });
const running = (): boolean => false;

describe('a call that the database does not take', () => {
  test('waits on disk, sealed, and is written by whoever starts next', async () => {
    desk.completionFailures = Infinity;
    await open().end(CALL, RESULT);
    const [name = ''] = await readdir(folder);
    expect(await readFile(join(folder, name), 'utf8')).not.toContain('A secret');
    expect(desk.completed).toEqual([]);
    desk.completionFailures = 0;
    await open(await openCallJournal(folder, secrets)).retry(running);
    expect(desk.completed).toEqual([RESULT]);
    expect(desk.completedCalls).toMatchObject([CALL]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('is still held here, so that nobody else closes it', async () => {
    desk.completionFailures = Infinity;
    const unsaved = open();
    await unsaved.end(CALL, RESULT);
    expect(unsaved.held).toEqual([{ callId: 'call-1', seconds: 77.2 }]);
    desk.completionFailures = 0;
    await unsaved.flush(10_000);
    expect(unsaved.held).toEqual([]);
    expect(desk.completed).toHaveLength(1);
  });

  test('waits in memory where the disk does not take it either', async () => {
    desk.completionFailures = Infinity;
    const full = { ...journal, keep: () => Promise.reject(new Error('ENOSPC')) };
    const unsaved = open(full);
    await unsaved.end(CALL, RESULT);
    desk.completionFailures = 0;
    await unsaved.flush(10_000);
    expect(desk.completed).toEqual([RESULT]);
  });
});

test.each([
  ['without a voice says so', { voiceWasReady: false }],
  ['that an older gateway kept says nothing of its voice', { voiceWasReady: undefined }],
])('a kept call %s when it is written', async (_name, changes) => {
  desk.completionFailures = Infinity;
  await open().end(CALL, { ...RESULT, ...changes } as CallResult);
  desk.completionFailures = 0;
  await open(await openCallJournal(folder, secrets)).retry(running);
  expect(desk.completed).toEqual([{ ...RESULT, ...changes }]);
});

test('what a call that ran has left is added once nobody runs it', async () => {
  const { status: _status, endReason: _reason, detail: _detail, ...progress } = RESULT;
  await open().keepRunning(CALL, progress);
  const next = open(await openCallJournal(folder, secrets));
  await next.retry(() => true);
  expect(desk.remains).toEqual([]);
  await next.retry(running);
  expect(desk.remains).toMatchObject([{ callId: 'call-1', durationMs: 77_200, transcript: RESULT.transcript }]);
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['cut in the middle', async (file: string) => writeFile(file, (await readFile(file, 'utf8')).slice(0, 100))],
  ['empty', (file: string) => writeFile(file, '')],
  ['of something else', (file: string) => writeFile(file, secrets.seal('{"callId":"call-1"}', 'kept-call:call-1'))],
])('a file that is %s is put aside, and the others are written', async (_name, damage) => {
  desk.completionFailures = Infinity;
  await open().end(CALL, RESULT);
  await damage(join(folder, 'call-1.call'));
  await open().end({ ...CALL, callId: 'call-2' }, RESULT);
  desk.completionFailures = 0;
  await open(await openCallJournal(folder, secrets)).retry(running);
  expect(desk.completedCalls).toMatchObject([{ callId: 'call-2' }]);
  expect(await readdir(folder)).toEqual(['call-1.call.aside']);
});

test('the last that is kept of a call is what stays, and nothing half written', async () => {
  const { status: _status, endReason: _reason, detail: _detail, ...progress } = RESULT;
  const keeps = [1, 2, 3].map((durationMs) =>
    journal.keep({ ...CALL, keptAt: new Date().toISOString(), progress: { ...progress, durationMs }, ending: null }),
  );
  await Promise.all(keeps);
  expect(await journal.read('call-1')).toMatchObject({ progress: { durationMs: 3 } });
  expect(await readdir(folder)).toEqual(['call-1.call']);
});
