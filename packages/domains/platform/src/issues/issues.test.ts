import type { Tenant } from '@leadlock/context/context';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { beforeEach, expect, test } from 'vitest';
import { filesRouter } from '../files/router.ts';
import { issuesRouter } from './router.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let tenant: Tenant;
let token: string;
const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(router({ issues: issuesRouter, files: filesRouter }), ctx);
beforeEach(async () => {
  tenant = await createTenant(database);
  token = await signIn(ctx, tenant, { role: 'member' });
});

async function post(fields: Record<string, string | Blob>, headers: Record<string, string> = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const response = await fetch(`${api.url}/issues/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const reports = (id: string) =>
  database.tenant(id).selectFrom('issue_reports').selectAll().where('tenant_id', '=', id).execute();

test('a report is kept with who wrote it and where', async () => {
  const reply = await post({ message: ' It is broken. ', url: 'https://app.example.com/calls', page_name: 'Calls' });
  expect(reply).toMatchObject({ status: 201, body: { screenshot_url: null } });
  expect(await reports(tenant.id)).toMatchObject([
    {
      id: reply.body['id'],
      user_id: expect.any(String) as string,
      message: 'It is broken.',
      page_name: 'Calls',
      screenshot_key: null,
    },
  ]);
});

test('its screenshot can be read with the link of the answer, and without it by nobody', async () => {
  const image = new Blob([PNG], { type: 'application/octet-stream' });
  const reply = await post({ message: 'See the picture', image });
  expect(reply.status).toBe(201);
  const link = new URL(String(reply.body['screenshot_url']));
  const file = await fetch(`${api.url}${link.pathname}${link.search}`);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await file.arrayBuffer()).equals(PNG)).toBe(true);
  expect((await fetch(`${api.url}${link.pathname}`)).status).toBe(403);
});

test('what only calls itself a picture is refused, and nothing is kept', async () => {
  const image = new Blob(['<script>alert(1)</script>'], { type: 'image/png' });
  expect(await post({ message: 'See the picture', image })).toMatchObject({ status: 415 });
  const huge = new Blob([PNG, Buffer.alloc(10 * 1024 * 1024)], { type: 'image/png' });
  expect(await post({ message: 'See the picture', image: huge })).toMatchObject({ status: 413 });
  expect(await reports(tenant.id)).toEqual([]);
});

test('a report needs words and somebody who signs it', async () => {
  expect(await post({ message: '  ' })).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', 'message'] }] },
  });
  expect(await post({ url: 'x' })).toMatchObject({ status: 422 });
  token = 'nobody';
  expect(await post({ message: 'Hello' })).toMatchObject({ status: 401 });
});

test('what somebody of an agency reports is the agency’s, whichever sub-account they looked at', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const client = await createTenant(database, { parent_tenant_id: agency.id });
  token = await signIn(ctx, agency);
  expect(await post({ message: 'Hello' }, { 'x-sub-account-id': client.id })).toMatchObject({ status: 201 });
  expect(await post({ message: 'Hello' }, { 'x-sub-account-id': tenant.id })).toMatchObject({ status: 403 });
  expect(await reports(client.id)).toEqual([]);
  expect(await reports(agency.id)).toHaveLength(1);
});
