import { useOperations } from '@leadlock/identity/testing';
import { createMovableClock, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeAll, expect, test } from 'vitest';
import { fileUrl } from './index.ts';
import { filesRouter } from './router.ts';

const LOGO = 'branding/019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f/logo.svg';
const SHOT = 'issues/019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f/shot.png';
const NOTE = 'issues/019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f/note.html';
const clock = createMovableClock();

const database = await useDatabase();
const ctx = createTestContext(database, { clock });
const api = await useOperations(filesRouter, ctx);
beforeAll(async () => {
  const { storage } = ctx.providers;
  await storage.put(LOGO, Buffer.from('<svg/>'), { contentType: 'image/svg+xml' });
  await storage.put(SHOT, Buffer.from('pixels'), { contentType: 'image/png' });
  await storage.put(NOTE, Buffer.from('<script>'), { contentType: 'text/html' });
});

const get = (link: string) => fetch(link.replace(ctx.settings.publicApiUrl, api.url));

test('a public file is served to anybody, and nothing in it runs', async () => {
  const response = await get(fileUrl(ctx, LOGO, 'public'));
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/svg+xml',
    'content-length': '6',
    'content-security-policy': expect.stringContaining("default-src 'none'") as string,
    'content-disposition': 'inline',
    'x-content-type-options': 'nosniff',
    'cache-control': expect.stringContaining('immutable') as string,
  });
  expect(await response.text()).toBe('<svg/>');
});

test('a private file is served while its link is valid', async () => {
  const link = fileUrl(ctx, SHOT, { expiresInSeconds: 60 });
  clock.advance(58_000);
  const response = await get(link);
  expect([response.status, await response.text()]).toEqual([200, 'pixels']);
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  clock.advance(3_000);
  expect((await get(link)).status).toBe(403);
});

test('a link opens its own file for its own time and no other', async () => {
  const link = fileUrl(ctx, SHOT, { expiresInSeconds: 60 });
  const expires = Number(new URL(link).searchParams.get('expires'));
  const changed = [
    link.replace('shot.png', 'note.html'),
    link.replace(String(expires), String(expires + 1)),
    link.replace(/signature=.*/, 'signature='),
    link.replace(/signature=.*/, `signature=${'A'.repeat(43)}`),
    link.replace(/\?.*/, ''),
    link.replace('shot.png', 'nothing.png'),
  ];
  for (const other of changed) expect([other, (await get(other)).status]).toEqual([other, 403]);
});

test('what is no picture is saved, not shown', async () => {
  const response = await get(fileUrl(ctx, NOTE, { expiresInSeconds: 60 }));
  expect(response.headers.get('content-disposition')).toBe('attachment');
  expect(await response.text()).toBe('<script>');
});

test('a file that is not there, or could not be, is 404', async () => {
  expect((await get(fileUrl(ctx, LOGO.replace('logo', 'other'), 'public'))).status).toBe(404);
  expect((await get(`${api.url}/files/branding/..%2F..%2Fissues/shot.png`)).status).toBe(404);
});

test('private files have no public address', () => {
  expect(() => fileUrl(ctx, SHOT, 'public')).toThrow('not public');
  expect(() => fileUrl(ctx, 'branding/../issues', 'public')).toThrow('Invalid file key');
});
