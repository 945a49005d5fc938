import { waitForDatabase } from '@leadlock/db/wait-for-database';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, inject, test } from 'vitest';

test('a database that comes up while it is waited for is found', async () => {
  const target = new URL(inject('postgres'));
  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  await new Promise((resolve) => proxy.close(resolve));
  const connectionString = Object.assign(new URL(target), { port: String(port) }).toString();
  const failed = Promise.withResolvers<Error>();
  const waiting = waitForDatabase(connectionString, { onAttemptFailed: failed.resolve });
  expect(await failed.promise).toMatchObject({ name: 'DatabaseFailure', reason: 'unreachable' });
  proxy.listen(port, '127.0.0.1');
  await waiting;
  proxy.close();
});

test('one that never comes up is not waited for without end, and one that refuses us not at all', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const attempts: Error[] = [];
  const onAttemptFailed = (error: Error): unknown => attempts.push(error);
  const nowhere = `postgres://postgres@127.0.0.1:${port}/leadlock`;
  await expect(waitForDatabase(nowhere, { patienceMs: 400, onAttemptFailed })).rejects.toMatchObject({
    reason: 'unreachable',
  });
  expect(attempts).toHaveLength(1);
  const missing = Object.assign(new URL(inject('postgres')), { pathname: '/no_such_database' }).toString();
  await expect(waitForDatabase(missing, { onAttemptFailed })).rejects.toMatchObject({ code: '3D000' });
  expect(attempts).toHaveLength(1);
});
