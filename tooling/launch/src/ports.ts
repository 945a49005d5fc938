import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LAUNCHER_MESSAGES } from '@leadlock/core/launcher';

/** How long a port that was ours may stay taken after its process has ended. */
const RECLAIM_MS = 10_000;
const RETRY_MS = 100;

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

async function bind(port: number, host: string | undefined): Promise<Server> {
  // Whoever connects before the service is there is turned away.
  const server = createServer((socket) => socket.destroy());
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

export interface PortWish {
  /** 0: any that is free. */
  port: number;
  /** Takes another one when that is taken. */
  orAnother: boolean;
  /** Absent: all addresses of this machine. */
  host?: string;
}

/** A port that is ours from the moment it is chosen, and is handed to the process that serves it. */
export class BoundPort {
  readonly port: number;
  readonly #host: string | undefined;
  /** Null while a process has it. */
  #server: Server | null;

  private constructor(server: Server, host: string | undefined) {
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#host = host;
  }

  static async bind({ port, orAnother, host }: PortWish): Promise<BoundPort> {
    try {
      return new BoundPort(await bind(port, host), host);
    } catch (error) {
      if (!isTaken(error) || !orAnother) throw error;
      return new BoundPort(await bind(0, host), host);
    }
  }

  /** Binds it again after the process that had it has ended. */
  async reclaim(): Promise<void> {
    const deadline = Date.now() + RECLAIM_MS;
    while (this.#server === null) {
      try {
        this.#server = await bind(this.port, this.#host);
      } catch (error) {
        if (!isTaken(error) || Date.now() > deadline) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  hand(child: ChildProcess): void {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    child.send(LAUNCHER_MESSAGES.socket, server, () => server.close());
  }

  close(): void {
    this.#server?.close();
    this.#server = null;
  }
}
