import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startRealApi, type RealApi } from './harness/real-api.ts';
import { temporaryFolder } from './harness/run-cli.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let api: RealApi;
beforeAll(async () => {
  api = await startRealApi();
});
afterAll(() => api.close());

/** Mulberry32: the same seed gives the same numbers, from 0 to below 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What YAML, a database or a careless reader might take for something else. */
const TEXTS = [
  'yes',
  'null',
  '~',
  '007',
  '1e3',
  '2026-11-01',
  '- no list',
  'key: value',
  '#',
  '“quoted”',
  "it's",
  ' padded ',
  'two\nlines\n',
  'carriage\r\nreturn',
  '\ttab',
  '日本語 👩‍👩‍👧',
  '{{first-name}}',
  '%percent',
  '*star',
  '&amp;',
  '|',
  '>',
  '',
];

/** Settings as somebody might write them, each with values that the API takes. */
const SETTINGS: Record<string, readonly unknown[]> = {
  greeting: [...TEXTS, null],
  greeting_outbound: [...TEXTS, null],
  business_name: [...TEXTS, null],
  industry: [...TEXTS, null],
  amd_voicemail_message: [...TEXTS, null],
  calendar_id: ['0', 'false', 'x y', null],
  voice: ['ara', 'ARA', 'Ara'],
  gemini_voice: ['Puck', 'puck'],
  temperature: [0, 0.1, 0.7, 1, 1.1, 2],
  vad_threshold: [0, 0.333, 0.65, 1],
  vad_silence_duration_ms: [0, 500, 10_000],
  gemini_top_k: [1, 100, null],
  gemini_top_p: [0, 0.95, 1, null],
  elevenlabs_stability: [0, 0.5, 1],
  tools_enabled: [[], ['end_call'], ['end_call', 'end_call'], null],
  x_search_handles: [[], ['@leadlock', 'leadlock'], null],
  timezone: ['UTC', 'America/New_York', 'Asia/Kathmandu'],
  ghl_phone_number: ['+1 (415) 555-0100', '+14155550100', null],
  enable_recording_disclosure: [true, false],
  ai_speaks_first: [true, false],
  text_enabled: [true, false],
  voice_provider: ['xai', 'local', 'openai', 'gemini'],
  ghl_tags: [[], [{ name: 'Hot', more: [1, { two: null }] }], null],
  sms_templates: [[{ name: 'Hi', content: 'Hello\n' }], null],
  variable_definitions: [[{ name: 'first-name', required: true, default_value: '' }], null],
};

const AGENTS = 24;

test.each([1, 2, 3])('files that were applied have nothing left to do: seed %d', async (seed) => {
  const { user, tenant } = await api.signUp();
  await api.database.system.updateTable('tenants').set({ plan: 'agency' }).where('id', '=', tenant.id).execute();
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const folder = join(temporaryFolder(), 'agents');
  mkdirSync(folder);
  for (let at = 0; at < AGENTS; at++) {
    const chosen = Object.entries(SETTINGS).filter(() => random() < 0.4);
    const file = {
      name: `Agent ${at}`,
      system_prompt: pick(TEXTS.filter((text) => text !== '')),
      ...Object.fromEntries(chosen.map(([name, values]) => [name, pick(values)])),
    };
    // JSON is YAML, too.
    writeFileSync(join(folder, `${at}.${pick(['yaml', 'json'])}`), JSON.stringify(file));
  }
  await user.ok(['agents', 'apply', folder, '--yes']);
  const again = await user.run(['agents', 'apply', folder, '--dry-run']);
  expect([again.code, again.stdout]).toEqual([0, '']);

  const exported = join(temporaryFolder(), 'exported');
  await user.ok(['agents', 'export', '--dir', exported]);
  const fromExport = await user.run(['agents', 'apply', exported, '--dry-run']);
  expect([fromExport.code, fromExport.stdout]).toEqual([0, '']);
});
