import { once } from 'node:events';
import { Server, type AddressInfo } from 'node:net';
import { LAUNCHER_MESSAGES } from '@leadlock/core/launcher';

/** Where a server listens: on a port, of which 0 is any that is free, or on a socket that somebody else has bound. */
export type ListenOn = number | (() => Promise<Server>);

/** Makes a server listen, and returns its port. @throws when the port is taken */
export async function listen(server: Server, on: ListenOn, host?: string): Promise<number> {
  if (typeof on === 'number') server.listen(on, host);
  else server.listen(await on());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The socket that the launcher of this process has bound for it. */
export function socketFromLauncher(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown, handle: unknown): void => {
      if (message !== LAUNCHER_MESSAGES.socket || !(handle instanceof Server)) return;
      process.off('message', onMessage);
      process.channel?.unref();
      resolve(handle);
    };
    process.on('message', onMessage);
    // Said in so many words: once a channel was let go of, to listen for messages no longer keeps the process alive.
    process.channel?.ref();
    if (process.send) process.send(LAUNCHER_MESSAGES.askForSocket);
    else reject(new Error('This process was not started by a launcher'));
  });
}
