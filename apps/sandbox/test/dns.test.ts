import { silentLogger } from '@leadlock/observability/logger';
import { createDns } from '@leadlock/providers/dns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, log: silentLogger });
});
afterAll(() => sandbox.close());

const setTxt = (name: string, txt: string[]) =>
  fetch(`${sandbox.url}/sandbox/dns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, txt }),
  });

test('the name server has the records that it was given, over the same port as the rest', async () => {
  const dns = createDns({ servers: [`127.0.0.1:${sandbox.port}`] });
  expect(await dns.findTxt('_leadlock-challenge.app.example.com')).toEqual([]);
  const long = 'x'.repeat(255);
  expect((await setTxt('_leadlock-challenge.app.example.com', ['leadlock-verification=1', long])).status).toBe(200);
  expect(await dns.findTxt('_Leadlock-Challenge.app.example.com')).toEqual(['leadlock-verification=1', long]);
  await setTxt('_leadlock-challenge.app.example.com', []);
  expect(await dns.findTxt('_leadlock-challenge.app.example.com')).toEqual([]);
  expect((await setTxt('a.example', ['x'.repeat(256)])).status).toBe(422);
});

test('a name server that nobody runs is told from a name that nobody has', async () => {
  const nowhere = createDns({ servers: ['127.0.0.1:9'] });
  await expect(nowhere.findTxt('example.com')).rejects.toThrow('DNS lookup failed');
}, 30_000);
