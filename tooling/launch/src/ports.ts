import { createServer } from 'node:net';

/** Listens for a moment to find out whether a port is free; 0 finds one that is. Null when it is taken. */
export function probePort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? null) : null));
    });
  });
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const port = await probePort(0);
  if (port === null) throw new Error('There is no free port');
  return port;
}
