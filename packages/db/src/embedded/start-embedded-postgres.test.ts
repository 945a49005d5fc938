import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { withClient } from '../pool/steady-client.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.ts';

const servers: EmbeddedPostgres[] = [];
const occupants: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const occupant of occupants.splice(0)) occupant.close();
});

async function listen(onConnection?: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection?.(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const probe = await listen();
  const port = portOf(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Finds these ports first, and then free ones. */
const finds = (...ports: number[]): (() => Promise<number>) => {
  const left = [...ports];
  return async (): Promise<number> => left.shift() ?? (await freePort());
};

async function start(findPort: () => Promise<number>): Promise<number> {
  const server = await startEmbeddedPostgres({ throwaway: true, findPort });
  servers.push(server);
  const { rows } = await withClient(server.ownerUrl, (client) => client.query('SELECT current_database() AS name'));
  expect(rows).toEqual([{ name: 'leadlock' }]);
  return Number(new URL(server.ownerUrl).port);
}

test.each([
  ['that says nothing', undefined],
  ['that hangs up', (socket: Socket): void => void socket.destroy()],
  ['that speaks something else', (socket: Socket): void => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
] as const)(
  'a port that somebody %s has taken since it was found is given up for another',
  async (_who, onConnection) => {
    const occupant = await listen(onConnection);
    occupants.push(occupant);
    const taken = portOf(occupant);
    expect(await start(finds(taken))).not.toBe(taken);
  },
);

test('several that find the same port all start, each on its own', async () => {
  const port = await freePort();
  const ports = await Promise.all([1, 2, 3].map(() => start(finds(port))));
  expect(new Set(ports).size).toBe(3);
});
