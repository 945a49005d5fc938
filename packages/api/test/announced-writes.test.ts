import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGES = join(import.meta.dirname, '../..');

/** The files that write what is watched live, and announce it. */
const ANNOUNCES = [
  'domains/platform/src/events/record-event.ts writes events',
  'domains/telephony/src/calls/write-call.ts writes call_logs',
  'domains/telephony/src/calls/write-call.ts writes call_sessions',
];

/** Others that write these tables, and why nobody who watches need know. */
const SILENT: Record<string, string> = {
  'domains/platform/src/events/forget-events.ts writes events': 'events that are forgotten were told long ago',
  'domains/telephony/src/calls/billing-difference.ts writes call_logs': 'what the carrier counts, mostly after the end',
  'domains/telephony/src/calls/claim-call.ts writes call_sessions': 'who holds the call; its status is announced',
  'domains/telephony/src/calls/complete-call.ts writes call_sessions': 'the end of the call is announced',
  'domains/telephony/src/calls/fetch-recordings.ts writes call_logs': 'when the carrier is asked for a recording',
  'domains/telephony/src/calls/gateways.ts writes call_sessions': 'heartbeats',
  'domains/telephony/src/calls/keep-recording.ts writes call_logs':
    'the recording of a call that is over; an event tells of it',
  'domains/telephony/src/calls/open-session.ts writes call_sessions': 'the call that it is of is announced',
  'domains/telephony/src/calls/start-recording.ts writes call_logs': 'the name of a recording that has begun',
  'domains/telephony/src/calls/sweep-lost-calls.ts writes call_sessions': 'which sweep looks after the call',
  'domains/telephony/src/twilio-webhooks/answer-known-call.ts writes call_sessions': 'a token for another minute',
  'domains/telephony/src/twilio-webhooks/report-status.ts writes call_sessions':
    'what the carrier says, for the gateway that ends the call',
};

const WRITES = [
  /(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*['"](call_logs|call_sessions|events)\b/g,
  /deleteInBatches\(\s*[\w.]+,\s*'(call_logs|call_sessions|events)'/g,
  /\b(?:INSERT INTO|DELETE FROM|UPDATE) (call_logs|call_sessions|events)\b/g,
];
/** What those who watch calls see of them while they run. */
const WATCHED = /[{,]\s*(?:status|agent_name|answered_at|ended_at|transcript)\s*[:,}]/;

const filesOf = (writes: readonly string[]): string[] => [...new Set(writes.map((write) => write.split(' ')[0] ?? ''))];
const read = (file: string): string => readFileSync(join(PACKAGES, file), 'utf8');

function writesOf(file: string): string[] {
  const tables = WRITES.flatMap((pattern) => [...read(file).matchAll(pattern)].map(([, table = '']) => table));
  return tables.map((table) => `${file.split(sep).join('/')} writes ${table}`);
}

it('what is watched live is written where it is announced, and elsewhere only for a reason', () => {
  const sources = globSync('domains/*/src/**/*.ts', { cwd: PACKAGES }).filter(
    (file) => !/\.test\.ts$|access-rows\.ts$/.test(file),
  );
  const written = new Set(sources.flatMap(writesOf));
  expect([...written].toSorted()).toEqual([...ANNOUNCES, ...Object.keys(SILENT)].toSorted());
});

it.each(filesOf(Object.keys(SILENT)))('%s sets nothing that is watched', (file) => {
  const sets = [...read(file).matchAll(/\.set\((\{[^}]*\})/g)].map(([, changes = '']) => changes);
  expect(sets.filter((changes) => WATCHED.test(changes))).toEqual([]);
});

it.each(filesOf(ANNOUNCES))('%s announces', (file) => {
  expect(read(file)).toContain('announceChange(');
});
