import { Buffer } from 'node:buffer';
import type { Database } from '@leadlock/db/client';
import { serveOperations, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { createTenant } from '@leadlock/testing/factories';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAgencyWorld, type AgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';
import { sanitizeSvg } from './sanitize-svg.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const ICO = Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0]), Buffer.alloc(64)]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>');

let database: Database;
let world: AgencyWorld;
let api: OperationsServer;
let token: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await createAgencyWorld(database);
  api = await serveOperations(agencyRouter, world.system);
});
beforeEach(async () => {
  world = { ...(await createAgencyWorld(database)), system: world.system };
  token = await signIn(world.system, world.agency);
});
afterAll(async () => {
  await api.close();
  await database.close();
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
  return { status: response.status, body: (await response.json()) as { logo_url: string; file_size: number } };
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

describe('a custom domain', () => {
  test('shows its agency’s brand to anybody', async () => {
    const domain = `app-${world.agency.slug}.example.com`;
    await patch({ custom_domain: domain.toUpperCase(), primary_color: '#204060', support_email: 'help@example.com' });
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

  test('belongs to one agency, also when two ask at once', async () => {
    const custom_domain = `one-${world.agency.slug}.example.com`;
    const other = await signIn(world.system, world.foreign);
    const replies = await Promise.all([patch({ custom_domain }), patch({ custom_domain }, other)]);
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
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

  test('has 5 MB at most', async () => {
    const picture = (size: number) => Buffer.concat([PNG, Buffer.alloc(size - PNG.length)]);
    expect(await upload('logo', picture(5_242_880))).toMatchObject({ status: 200, body: { file_size: 5_242_880 } });
    expect((await upload('logo', picture(5_242_881))).status).toBe(413);
  });
});

describe('an SVG', () => {
  const within = (content: string, attributes = '') =>
    sanitizeSvg(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "y">]><svg ${attributes}>${content}</svg>`);

  test('keeps what draws', () => {
    const drawing =
      '<defs><linearGradient id="a" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#fff"></stop></linearGradient></defs>' +
      '<g fill="url(#a)" style="stroke:red"><path d="M0 0h1v1z"></path><use href="#a"></use></g>';
    expect(within(drawing, 'viewBox="0 0 1 1"')).toBe(
      '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">' +
        `${drawing}</svg>`,
    );
  });

  test.each([
    '<script>alert(1)</script>',
    '<script xlink:href="https://evil.example/a.js"/>',
    '<SCRIPT>alert(1)</SCRIPT>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)"/></foreignObject>',
    '<path onclick="alert(1)" d="M0 0"/>',
    '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
    '<use href="https://evil.example/a.svg#x"/>',
    '<use xlink:href="data:image/svg+xml;base64,AAAA"/>',
    '<image href="https://evil.example/pixel.png"/>',
    '<g fill="url(https://evil.example/a)"/>',
    '<g style="fill:url( &quot;https://evil.example/a&quot;)"/>',
    String.raw`<g style="fill:u\72l(https://evil.example/a)"/>`,
    '<style>@import "https://evil.example/a.css";</style>',
    '<style>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;</style>',
    '<set attributeName="href" to="javascript:alert(1)"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    '<![CDATA[<script>alert(1)</script>]]>',
    '<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>',
    '<iframe src="https://evil.example"/>',
    '<text>&x;</text><!-- <script>alert(1)</script> -->',
  ])('loses %s', (content) => {
    const cleaned = within(content, 'onload="alert(1)" xmlns="http://www.w3.org/1999/xhtml"');
    expect(cleaned).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect(cleaned).not.toMatch(/<[^>]*(script|evil|javascript|onload|onclick|style|ENTITY)|xhtml|<!/i);
  });

  test('is one document that begins and ends as such', () => {
    for (const source of ['', 'text', '<p>Hello</p>', '<svg/>text', 'text<svg/>', '<html><p>Hello</p><svg/></html>']) {
      expect([source, sanitizeSvg(source)]).toEqual([source, null]);
    }
  });
});
