import { Buffer } from 'node:buffer';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const ICO = Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0]), Buffer.alloc(64)]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>');

let token: string;
const database = await useDatabase();
let world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
beforeEach(async () => {
  world = { ...(await createAgencyWorld(database)), system: world.system };
  token = await signIn(world.system, world.agency);
});

const brand = async (tenant: { id: string }) =>
  (await api.request('GET', '/agency/branding', { token: await signIn(world.system, tenant) })).body;
const patch = (body: object, as = token) => api.request('PATCH', '/agency/branding', { token: as, body });
const publicBrand = (domain: string) => api.request('GET', `/api/public/branding?domain=${encodeURIComponent(domain)}`);

async function upload(picture: 'logo' | 'favicon', bytes: Buffer, name = 'picture.png', as = token) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
  const headers = { authorization: `Bearer ${as}` };
  const response = await fetch(`${api.url}/agency/branding/${picture}`, { method: 'POST', headers, body: form });
  return {
    status: response.status,
    body: (await response.json()) as { logo_url: string; file_size: number; detail?: unknown },
  };
}
const stored = async (url: string) => world.system.providers.storage.open(url.replace(/^.*\/files\//, ''));

describe('the settings', () => {
  test('are defaults at first; sub-accounts see those of their agency', async () => {
    const defaults = {
      company_name: null,
      logo_url: null,
      favicon_url: null,
      primary_color: '#6298B6',
      support_email: null,
      support_url: null,
      custom_domain: null,
    };
    expect(await brand(world.agency)).toEqual(defaults);
    const changes = { company_name: 'Northwind', primary_color: '#204060', support_url: 'https://northwind.example/' };
    const changed = { ...defaults, ...changes };
    expect(await patch(changes)).toMatchObject({ status: 200, body: changed });
    expect(await brand(world.subAccount)).toEqual(changed);
    expect(await brand(world.foreignSubAccount)).toEqual(defaults);
    expect((await patch({ company_name: null, primary_color: null })).body).toEqual({
      ...changed,
      company_name: null,
      primary_color: '#6298B6',
    });
  });

  test('are for an agency’s admins to change', async () => {
    const others = [
      await signIn(world.system, world.agency, { role: 'member' }),
      await signIn(world.system, world.subAccount),
      await signIn(world.system, await createTenant(database)),
    ];
    for (const other of others) {
      expect((await patch({ company_name: 'Mine' }, other)).status).toBe(403);
      expect((await upload('logo', PNG, 'logo.png', other)).status).toBe(403);
    }
    expect(await brand(world.agency)).toMatchObject({ company_name: null, logo_url: null });
  });

  test.each([
    ['primary_color', 'red'],
    ['primary_color', '#12345'],
    ['support_email', 'nobody'],
    ['support_url', 'javascript:alert(1)'],
    ['custom_domain', 'https://app.example.com'],
    ['custom_domain', 'localhost'],
  ])('refuse as %s %j', async (field, value) => {
    expect((await patch({ [field]: value })).status).toBe(422);
  });
});

test('a custom domain has one spelling, the one that browsers ask for', async () => {
  for (const typed of ['App.Müller.example', ' app.müller.example. ', 'APP.XN--MLLER-KVA.EXAMPLE']) {
    expect(await patch({ custom_domain: typed })).toMatchObject({
      status: 200,
      body: { custom_domain: 'app.xn--mller-kva.example' },
    });
  }
  for (const typed of ['*.example.com', 'app.example.com:80', '127.0.0.1', '0x7f.1', 'app..com', 'app.example.com/x']) {
    expect((await patch({ custom_domain: typed })).status).toBe(422);
  }
});

describe('a verified custom domain', () => {
  test('shows its agency’s brand to anybody', async () => {
    const domain = `app-${world.agency.slug}.example.com`;
    await patch({ custom_domain: domain.toUpperCase(), primary_color: '#204060', support_email: 'help@example.com' });
    expect((await publicBrand(domain)).status).toBe(404);
    await database.system
      .updateTable('custom_domains')
      .set({ verified_at: new Date(), verified_by: 'dns' })
      .where('tenant_id', '=', world.agency.id)
      .execute();
    expect(await publicBrand(domain)).toMatchObject({
      status: 200,
      body: { company_name: world.agency.name, logo_url: null, favicon_url: null, primary_color: '#204060' },
    });
    expect((await publicBrand(domain)).body).not.toHaveProperty('support_email');
    expect((await publicBrand(`${domain.toUpperCase()}.`)).status).toBe(200);
    expect((await publicBrand('nobody.example.com')).status).toBe(404);
    await database.system.updateTable('tenants').set({ is_active: false }).where('id', '=', world.agency.id).execute();
    expect((await publicBrand(domain)).status).toBe(404);
  });
});

describe('a picture', () => {
  test('replaces the one before, whose file goes', async () => {
    const first = await upload('logo', PNG);
    expect(first).toMatchObject({ status: 200, body: { file_size: PNG.length } });
    expect(first.body.logo_url).toMatch(/\/files\/branding\/.+\/logo-[0-9a-f]{16}\.png$/);
    expect(await stored(first.body.logo_url)).toMatchObject({ contentType: 'image/png', size: PNG.length });
    const second = await upload('logo', SVG, 'still called.png');
    expect(second.body.logo_url).toMatch(/\.svg$/);
    expect(await stored(second.body.logo_url)).toMatchObject({ contentType: 'image/svg+xml' });
    expect(await stored(first.body.logo_url)).toBeNull();
    const favicon = await upload('favicon', ICO);
    expect(await brand(world.subAccount)).toMatchObject({
      logo_url: second.body.logo_url,
      favicon_url: favicon.body.logo_url,
    });
  });

  test('is taken away with its file, and taking away none is no error', async () => {
    const { body } = await upload('logo', PNG);
    const favicon = await upload('favicon', ICO);
    const remove = (picture: string, as = token) => api.request('DELETE', `/agency/branding/${picture}`, { token: as });
    for (const other of [
      await signIn(world.system, world.agency, { role: 'member' }),
      await signIn(world.system, world.subAccount),
    ]) {
      expect((await remove('logo', other)).status).toBe(403);
    }
    expect(await remove('logo')).toMatchObject({ status: 200, body: { logo_url: null } });
    expect(await brand(world.agency)).toMatchObject({ logo_url: null, favicon_url: favicon.body.logo_url });
    expect(await stored(body.logo_url)).toBeNull();
    expect((await remove('favicon')).status).toBe(200);
    expect(await brand(world.subAccount)).toMatchObject({ logo_url: null, favicon_url: null });
    expect((await remove('favicon')).status).toBe(200);
  });

  test('is what its bytes are', async () => {
    const html = Buffer.from('<html><script>alert(1)</script></html>');
    const gif = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1');
    for (const bytes of [html, gif, ICO, Buffer.from('text'), Buffer.alloc(0), Buffer.from([0xff, 0xfe, 0x00])]) {
      expect((await upload('logo', bytes)).status).toBe(415);
    }
    expect(await brand(world.agency)).toMatchObject({ logo_url: null });
  });

  test.each([
    [
      'nested elements',
      `<svg xmlns="http://www.w3.org/2000/svg">${'<g>'.repeat(100_000)}${'</g>'.repeat(100_000)}</svg>`,
      422,
    ],
    ['many elements', `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(200_000)}</svg>`, 422],
    ['a start tag without an end', `<svg ${'a'.repeat(4_000_000)}`, 415],
    ['many spaces', `${' '.repeat(4_000_000)}<p`, 415],
    ['an open comment', `<!--${'<!--'.repeat(1_000_000)}`, 415],
    [
      'an unbalanced style sheet',
      `<svg xmlns="http://www.w3.org/2000/svg"><style>${'url('.repeat(1_000_000)}</style></svg>`,
      422,
    ],
  ])('made to keep its reader busy with %s is refused, and nobody waits for it', async (_, bomb, expected) => {
    // The first picture starts the thread, which takes a while on a busy machine.
    await upload('logo', PNG);
    const before = process.threadCpuUsage();
    const { status } = await upload('logo', Buffer.from(bomb));
    const { user, system } = process.threadCpuUsage(before);
    expect(status).toBe(expected);
    // Time of this thread alone, in microseconds. Reading the first of these here took more than five seconds.
    expect((user + system) / 1e6).toBeLessThan(2.5);
    expect((await upload('logo', SVG)).status).toBe(200);
  });

  test('says what to change where it is not taken', async () => {
    const animated = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><set attributeName="x" to="1"/></svg>');
    const { status, body } = await upload('logo', animated);
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('Save it as a static image')]);
    expect(JSON.stringify(body)).toContain('"loc":["body","file"]');
  });

  test('has 5 MB at most', async () => {
    const picture = (size: number) => Buffer.concat([PNG, Buffer.alloc(size - PNG.length)]);
    expect(await upload('logo', picture(5_242_880))).toMatchObject({ status: 200, body: { file_size: 5_242_880 } });
    expect((await upload('logo', picture(5_242_881))).status).toBe(413);
  });
});
