import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LAUNCHER_MESSAGES } from '@leadlock/core/launcher';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { BoundPort } from './ports.ts';
import { SupervisedService, type RestartPolicy } from './supervised-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlock-supervised-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Answers every connection with the id of its process; ends at once where a file tells it to. */
const entry = join(folder, 'service.mjs');
writeFileSync(
  entry,
  `import { existsSync } from 'node:fs';
   if (existsSync(process.env.BROKEN)) process.exit(3);
   process.on('message', (message, server) => {
     if (message !== ${JSON.stringify(LAUNCHER_MESSAGES.socket)}) return;
     server.on('connection', (socket) => socket.end(String(process.pid)));
     process.send(${JSON.stringify(LAUNCHER_MESSAGES.ready)});
   });
   process.on('disconnect', () => process.exit());
   if (process.execArgv.length > 0) console.log('Node was told', ...process.execArgv);
   process.send(${JSON.stringify(LAUNCHER_MESSAGES.askForSocket)});`,
);

const QUICK: RestartPolicy = { firstPauseMs: 10, longestPauseMs: 20, mostEnds: 4, withinMs: 60_000 };
const services: SupervisedService[] = [];
afterEach(() => Promise.all(services.splice(0).map((service) => service.stop())));

async function supervise(restarts: RestartPolicy | null, broken = join(folder, 'never'), nodeArgs: string[] = []) {
  const port = await BoundPort.bind({ port: 0, orAnother: false, host: '127.0.0.1' });
  const said: string[] = [];
  let isGivenUp = false;
  const service = new SupervisedService({
    service: { name: 'api', entry, nodeArgs },
    variables: { PATH: process.env.PATH, BROKEN: broken },
    port,
    restarts,
    onLine: (line) => said.push(line),
    onUnexpectedExit: (what) => said.push(what),
    onGivenUp: () => (isGivenUp = true),
  });
  services.push(service);
  /** The process that serves the port. */
  const pid = async (): Promise<number> => {
    const socket = connect(port.port, '127.0.0.1');
    await once(socket, 'connect');
    return Number(await text(socket));
  };
  return { service, port: port.port, said, isGivenUp: () => isGivenUp, pid };
}
type Supervised = Awaited<ReturnType<typeof supervise>>;

/** Ends the process as the system does, and returns the one that took its place. */
async function replace({ pid }: Supervised): Promise<number> {
  const old = await pid();
  process.kill(old, 'SIGKILL');
  return vi.waitFor(
    async () => {
      const now = await pid();
      expect([0, old]).not.toContain(now);
      return now;
    },
    { timeout: 10_000 },
  );
}

test('a process that dies is started again on its port, and another service does not notice', async () => {
  const [one, other] = [await supervise(QUICK), await supervise(QUICK)];
  await one.service.start();
  await other.service.start();
  const untouched = await other.pid();
  await replace(one);
  await replace(one);
  expect(one.said).toEqual([
    'was killed by SIGKILL; restarting in 0.01 s',
    'was killed by SIGKILL; restarting in 0.02 s',
  ]);
  expect(await other.pid()).toBe(untouched);
  expect(other.said).toEqual([]);
});

test('one that ends again and again is left alone, which is said', async () => {
  const broken = join(folder, 'broken');
  const supervised = await supervise(QUICK, broken);
  await supervised.service.start();
  const pid = await supervised.pid();
  writeFileSync(broken, '');
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(supervised.isGivenUp()).toBe(true), { timeout: 10_000 });
  expect(supervised.said).toEqual([
    'was killed by SIGKILL; restarting in 0.01 s',
    'exited with code 3; restarting in 0.02 s',
    'exited with code 3; restarting in 0.02 s',
    'exited with code 3, for the 4th time in a short time; not restarting',
  ]);
});

test('one that cannot start at all says why, and is not tried again', async () => {
  const broken = join(folder, 'broken from the start');
  writeFileSync(broken, '');
  const { service, said } = await supervise(QUICK, broken);
  await expect(service.start()).rejects.toThrow('api exited with code 3');
  expect(said).toEqual([]);
});

test('stopping while one is about to be started again ends it for good', async () => {
  const { service, said, pid } = await supervise({ ...QUICK, firstPauseMs: 600_000, longestPauseMs: 600_000 });
  await service.start();
  process.kill(await pid(), 'SIGKILL');
  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 10_000 });
  await service.stop();
  await expect(pid()).rejects.toThrow('ECONNREFUSED');
});

test('without restarts it stays down, and comes up again when it is told to', async () => {
  const supervised = await supervise(null);
  await supervised.service.start();
  process.kill(await supervised.pid(), 'SIGKILL');
  await vi.waitFor(() => expect(supervised.said).toEqual(['was killed by SIGKILL']), { timeout: 10_000 });
  await supervised.service.start();
  expect(await supervised.pid()).toBeGreaterThan(0);
});

test('a port that is taken is refused, or another is taken instead', async () => {
  const taken = await BoundPort.bind({ port: 0, orAnother: false, host: '127.0.0.1' });
  const wish = { port: taken.port, host: '127.0.0.1' };
  await expect(BoundPort.bind({ ...wish, orAnother: false })).rejects.toThrow('EADDRINUSE');
  const other = await BoundPort.bind({ ...wish, orAnother: true });
  expect([0, taken.port]).not.toContain(other.port);
  taken.close();
  other.close();
});

test('it runs with what Node itself is to be told', async () => {
  const { service, said } = await supervise(null, undefined, ['--max-semi-space-size=4']);
  await service.start();
  await vi.waitFor(() => expect(said).toEqual(['Node was told --max-semi-space-size=4']));
});
