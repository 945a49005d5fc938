import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Tenant } from '@leadlock/context/context';
import { serveOperations, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { ProviderError } from '@leadlock/providers/contracts';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createMovableClock } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAgencyWorld, type AgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';
import { CHALLENGE_PATH, findServedChallenge } from './index.ts';
import { recheckDomains } from './jobs.ts';
import type { CustomDomain } from './schemas.ts';

const DAY_MS = 86_400_000;
const clock = createMovableClock();

/** What stands in the DNS, and what the web servers of domains answer; both are asked for real. */
const records = new Map<string, string[]>();
const files = new Map<string, { status?: number; content?: string; location?: string }>();
let areNameServersDown = false;

let web: Server;
let world: AgencyWorld;
let api: OperationsServer;

const database = await useDatabase();
beforeAll(async () => {
  web = createServer((request, response) => {
    const file = request.url === CHALLENGE_PATH ? files.get(request.headers['x-asked-host'] as string) : undefined;
    response.writeHead(file?.status ?? (file ? 200 : 404), file?.location ? { location: file.location } : {});
    response.end(file?.content ?? 'nothing');
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;
  const http = createOutboundHttp({ allowHosts: `127.0.0.1:${port}` });
  world = await createAgencyWorld(database, {
    clock,
    providers: {
      dns: {
        async findTxt(name) {
          if (areNameServersDown) throw new ProviderError('The name servers did not answer', { provider: 'dns' });
          return records.get(name) ?? [];
        },
      },
      // Every domain is on the one server here; over https it has none.
      outboundHttp: {
        request(asked) {
          const url = new URL(asked.url);
          if (url.protocol === 'https:') return http.request({ ...asked, url: 'https://127.0.0.1:9/' });
          const headers = { 'x-asked-host': url.hostname };
          return http.request({ ...asked, headers, url: `http://127.0.0.1:${port}${url.pathname}` });
        },
      },
    },
  });
  api = await serveOperations(agencyRouter, world.system);
});
afterAll(async () => {
  await api.close();
  web.close();
  web.closeAllConnections();
});
beforeEach(async () => {
  world = { ...(await createAgencyWorld(database)), system: world.system };
  records.clear();
  files.clear();
  areNameServersDown = false;
  await database.system.deleteFrom('custom_domains').execute();
});

const request = async (agency: Tenant, method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
  api.request(method, path, { token: await signIn(world.system, agency), body });
const claim = (domain: string | null, agency = world.agency) =>
  request(agency, 'PATCH', '/agency/branding', { custom_domain: domain });
const read = async (agency = world.agency) =>
  (await request(agency, 'GET', '/agency/branding/domain')).body as CustomDomain;
const verify = async (agency = world.agency) => {
  const { status, body } = await request(agency, 'POST', '/agency/branding/domain/verify');
  return { status, body: body as CustomDomain & { detail?: string } };
};
const publicStatus = async (domain: string) =>
  (await api.request('GET', `/api/public/branding?domain=${domain}`)).status;
const newDomain = () => `app.${world.agency.slug}.example.com`;
async function claimWithRecord(domain: string, agency = world.agency): Promise<void> {
  await claim(domain, agency);
  const { dns } = await read(agency);
  records.set(dns.name, [...(records.get(dns.name) ?? []), dns.value]);
}
const notices = (agency: Tenant) =>
  database.system
    .selectFrom('notifications')
    .select('type')
    .where('tenant_id', '=', agency.id)
    .orderBy('created_at')
    .execute();

describe('a custom domain', () => {
  test('is served to nobody before it is verified', async () => {
    const domain = newDomain();
    expect(await claim(domain)).toMatchObject({ status: 200, body: { custom_domain: domain } });
    expect(await publicStatus(domain)).toBe(404);
    const claimed = await read();
    expect(claimed).toMatchObject({
      domain,
      status: 'pending',
      verified_at: null,
      problem: null,
      dns: {
        name: `_leadlock-challenge.${domain}`,
        value: expect.stringMatching(/^leadlock-verification=[0-9a-f]{48}$/),
      },
      http: { url: `http://${domain}/.well-known/leadlock-challenge.txt`, content: claimed.dns.value },
    });
    const missing = await verify();
    expect(missing).toMatchObject({ status: 200, body: { status: 'pending' } });
    expect(missing.body.problem).toContain(`TXT record _leadlock-challenge.${domain} not found.`);
    expect(missing.body.problem).toContain(`${claimed.http.url} returned status 404.`);
    expect(await publicStatus(domain)).toBe(404);
  });

  test('is verified by a TXT record, beside others', async () => {
    const domain = newDomain();
    await claim(domain);
    const { dns } = await read();
    records.set(dns.name, ['v=spf1 -all', 'leadlock-verification=another']);
    expect((await verify()).body.problem).toContain('has a different value');
    records.set(dns.name, ['v=spf1 -all', ` ${dns.value}`]);
    expect((await verify()).body).toMatchObject({ status: 'verified', verified_by: 'dns', problem: null });
    expect(await publicStatus(domain)).toBe(200);
    expect(await publicStatus(`${domain.toUpperCase()}.`)).toBe(200);
  });

  test('is verified by a file, which nobody else may answer for', async () => {
    const domain = newDomain();
    await claim(domain);
    const { http } = await read();
    files.set(domain, { status: 302, location: `http://127.0.0.1/${http.content}`, content: http.content });
    expect((await verify()).body.status).toBe('pending');
    files.set(domain, { content: `${http.content}x` });
    expect((await verify()).body.problem).toContain('has different content');
    expect(await findServedChallenge(world.system, domain)).toBeNull();
    files.set(domain, { content: `other\r\n${http.content}\r\n` });
    expect((await verify()).body).toMatchObject({ status: 'verified', verified_by: 'http' });
    expect(await publicStatus(domain)).toBe(200);
    // From now on it may lead here, where the file is found again.
    expect(await findServedChallenge(world.system, domain)).toBe(http.content);
  });

  test('says so when nobody can be asked', async () => {
    areNameServersDown = true;
    await claim(newDomain());
    expect((await verify()).body.problem).toContain(': The name servers did not answer.');
  });

  test('keeps its token and its proof while it stays, and loses them with another one', async () => {
    const domain = newDomain();
    await claimWithRecord(domain);
    await verify();
    const { dns } = await read();
    await claim(domain.toUpperCase());
    expect(await read()).toMatchObject({ status: 'verified', dns });
    await claim(`other.${domain}`);
    expect(await read()).toMatchObject({ domain: `other.${domain}`, status: 'pending' });
    expect((await read()).dns.value).not.toBe(dns.value);
    expect(await publicStatus(domain)).toBe(404);
    await claim(null);
    expect(await request(world.agency, 'GET', '/agency/branding/domain')).toMatchObject({ status: 404 });
    expect((await verify()).status).toBe(404);
  });

  test('is for an agency’s admins', async () => {
    await claim(newDomain());
    const others = [
      await signIn(world.system, world.agency, { role: 'member' }),
      await signIn(world.system, world.subAccount),
    ];
    for (const token of others) {
      expect((await api.request('GET', '/agency/branding/domain', { token })).status).toBe(403);
      expect((await api.request('POST', '/agency/branding/domain/verify', { token })).status).toBe(403);
    }
  });
});

describe('two agencies', () => {
  test('may claim one domain, and whoever owns it gets it', async () => {
    const domain = newDomain();
    expect((await claim(domain, world.foreign)).status).toBe(200);
    await claimWithRecord(domain);
    expect((await verify(world.foreign)).body.status).toBe('pending');
    expect((await verify()).body.status).toBe('verified');
    expect(await publicStatus(domain)).toBe(200);
  });

  test('cannot both hold it, also when they prove it at once', async () => {
    const domain = newDomain();
    await claimWithRecord(domain);
    await claimWithRecord(domain, world.foreign);
    const replies = await Promise.all([verify(), verify(world.foreign)]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const held = await database.system
      .selectFrom('custom_domains')
      .select('tenant_id')
      .where('verified_at', 'is not', null)
      .execute();
    expect(held).toHaveLength(1);
  });

  test('pass it on when it changes hands; who had it is told', async () => {
    const domain = newDomain();
    await claimWithRecord(domain);
    await verify();
    const { dns } = await read();
    await claimWithRecord(domain, world.foreign);
    expect((await verify(world.foreign)).status).toBe(409);
    records.set(dns.name, [(await read(world.foreign)).dns.value]);
    expect((await verify(world.foreign)).body.status).toBe('verified');
    expect(await read()).toMatchObject({ status: 'pending', problem: expect.stringContaining('Another agency') });
    expect(await notices(world.agency)).toEqual([{ type: 'custom_domain.lost' }]);
    expect(await publicStatus(domain)).toBe(200);
  });

  test('a record in the DNS stands above a file that we serve ourselves', async () => {
    const domain = newDomain();
    await claim(domain, world.foreign);
    files.set(domain, { content: (await read(world.foreign)).http.content });
    expect((await verify(world.foreign)).body.verified_by).toBe('http');
    await claimWithRecord(domain);
    expect((await verify()).body).toMatchObject({ status: 'verified', verified_by: 'dns' });
    expect((await read(world.foreign)).status).toBe('pending');
  });
});

describe('the hourly check', () => {
  test('verifies what was proved meanwhile', async () => {
    const domain = newDomain();
    await claimWithRecord(domain);
    await recheckDomains(world.system);
    expect(await publicStatus(domain)).toBe(200);
  });

  test('serves a domain that lost its proof for three days, tells its agency, and no longer then', async () => {
    const domain = newDomain();
    await claimWithRecord(domain);
    await verify();
    const { dns } = await read();
    records.clear();
    clock.advance(DAY_MS - 1);
    await recheckDomains(world.system);
    expect(await read()).toMatchObject({ status: 'verified', served_until: null });
    clock.advance(1);
    await recheckDomains(world.system);
    const until = new Date(clock.now().getTime() + 3 * DAY_MS).toISOString();
    expect(await read()).toMatchObject({ status: 'verified', served_until: until, problem: expect.any(String) });
    expect(await publicStatus(domain)).toBe(200);
    clock.advance(2 * DAY_MS);
    await recheckDomains(world.system);
    expect(await notices(world.agency)).toEqual([{ type: 'custom_domain.failing' }]);
    expect(await publicStatus(domain)).toBe(200);
    clock.advance(DAY_MS);
    await recheckDomains(world.system);
    expect(await publicStatus(domain)).toBe(404);
    expect(await read()).toMatchObject({ status: 'pending', served_until: null });
    expect(await notices(world.agency)).toEqual([{ type: 'custom_domain.failing' }, { type: 'custom_domain.lost' }]);
    records.set(dns.name, [dns.value]);
    expect((await verify()).body.status).toBe('verified');
  });

  test('goes back to normal when the proof is there again', async () => {
    const domain = newDomain();
    await claimWithRecord(domain);
    await verify();
    const { dns } = await read();
    records.clear();
    clock.advance(DAY_MS);
    await recheckDomains(world.system);
    records.set(dns.name, [dns.value]);
    clock.advance(3_600_000);
    await recheckDomains(world.system);
    expect(await read()).toMatchObject({ status: 'verified', served_until: null, problem: null });
    clock.advance(4 * DAY_MS);
    expect(await publicStatus(domain)).toBe(200);
  });
});
