import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newId } from '@leadlock/core/ids';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { startRealApi, type Account, type RealApi } from './harness/real-api.ts';
import { temporaryFolder, type RunningCli } from './harness/run-cli.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

/** A gateway whose calls the test speaks in. */
let gateway: WebSocketServer;
let api: RealApi;
let account: Account;
beforeAll(async () => {
  gateway = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(gateway, 'listening');
  api = await startRealApi();
  account = await api.signUp();
});
afterAll(async () => {
  gateway.close();
  await api.close();
});

async function addRunningCall(): Promise<string> {
  const { system } = api.database;
  const [callId, gatewayId] = [newId(), newId()];
  const key = { tenant_id: account.tenant.id };
  const own_url = `ws://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  await system.insertInto('gateways').values({ id: gatewayId, own_url }).execute();
  await system
    .insertInto('call_logs')
    .values({
      ...key,
      id: callId,
      twilio_call_sid: `CA${callId.replaceAll('-', '')}`,
      direction: 'inbound',
      from_number: '+12125550123',
      to_number: '+14155550100',
      status: 'in-progress',
      started_at: new Date(),
    })
    .execute();
  const session = { stream_token_hash: randomBytes(32), token_expires_at: new Date(), gateway_id: gatewayId };
  await system
    .insertInto('call_sessions')
    .values({ ...key, call_id: callId, ...session })
    .execute();
  return callId;
}

/** The next listener, once it has said its token. */
async function nextListener(): Promise<{ socket: WebSocket; said: unknown }> {
  const [socket] = (await once(gateway, 'connection')) as [WebSocket];
  const [data] = (await once(socket, 'message')) as [Buffer];
  return { socket, said: JSON.parse(data.toString()) };
}

const sound = (side: number, byte: number, ms: number): Buffer =>
  Buffer.concat([Buffer.from([side]), Buffer.alloc(ms * 8, byte)]);
const has = (file: Buffer, side: number, byte: number): number =>
  file.subarray(58).filter((each, at) => at % 2 === side && each === byte).length;

test('both sides of a running call are saved until it ends', async () => {
  const callId = await addRunningCall();
  const output = join(temporaryFolder(), 'call.wav');
  const listener = nextListener();
  const listening = account.user.start(['calls', 'listen', callId, '-o', output, '--json']);
  const { socket, said } = await listener;
  expect(said).toEqual({ type: 'start', token: expect.any(String) });
  socket.send(JSON.stringify({ type: 'ready', call_id: callId }));
  await listening.printed('Press Ctrl+C to stop');
  socket.send(sound(0, 1, 100));
  socket.send(sound(1, 2, 60));
  // More than is played before the caller interrupts.
  socket.send(sound(1, 3, 60_000));
  await vi.waitFor(() => expect(statSync(output).size).toBeGreaterThan(4_000), { timeout: 30_000 });
  socket.send(JSON.stringify({ type: 'clear' }));
  socket.send(JSON.stringify({ type: 'ended' }));
  expect(await listening.ended()).toBe(0);
  const file = readFileSync(output);
  expect(JSON.parse(listening.stdout())).toEqual({
    call_id: callId,
    file: output,
    duration_seconds: (file.length - 58) / 16_000,
  });
  expect(file.readUInt32LE(54)).toBe(file.length - 58);
  expect([has(file, 0, 1), has(file, 1, 2)]).toEqual([800, 480]);
  expect(has(file, 1, 3)).toBeGreaterThan(0);
  expect(has(file, 1, 3)).toBeLessThan(240_000);
  expect(statSync(output).mode & 0o777).toBe(0o600);
});

test.for([
  ['somebody stops', (listening: RunningCli) => listening.stop('SIGINT'), 130, /Saved 0:\d\d to/],
  [
    'the gateway is lost',
    (listening: RunningCli, socket: WebSocket) => {
      socket.terminate();
      return listening.ended();
    },
    1,
    /connection was lost/,
  ],
] as const)('what was heard is kept where %s', async ([, end, code, told]) => {
  const callId = await addRunningCall();
  const output = join(temporaryFolder(), 'call.wav');
  const listener = nextListener();
  const listening = account.user.start(['calls', 'listen', callId, '-o', output]);
  const { socket } = await listener;
  socket.send(JSON.stringify({ type: 'ready', call_id: callId }));
  await listening.printed('Press Ctrl+C to stop');
  socket.send(sound(0, 1, 100));
  await vi.waitFor(() => expect(statSync(output).size).toBeGreaterThan(58), { timeout: 30_000 });
  expect([await end(listening, socket), listening.stderr()]).toEqual([code, expect.stringMatching(told)]);
  const file = readFileSync(output);
  expect([file.readUInt32LE(54), has(file, 0, 1)]).toEqual([file.length - 58, 800]);
});

test('a call that cannot be heard says why, and leaves no file', async () => {
  const output = join(temporaryFolder(), 'call.wav');
  const unknown = await account.user.run(['calls', 'listen', newId(), '-o', output]);
  expect([unknown.code, unknown.stderr]).toEqual([4, expect.stringContaining('not found')]);
  expect(existsSync(output)).toBe(false);
  const callId = await addRunningCall();
  const listener = nextListener();
  const listening = account.user.start(['calls', 'listen', callId, '-o', output]);
  (await listener).socket.close(1013);
  expect([await listening.ended(), listening.stderr()]).toEqual([
    1,
    expect.stringContaining('10 people are listening'),
  ]);
  expect(existsSync(output)).toBe(false);
});
