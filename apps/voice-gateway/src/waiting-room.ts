import type { WebSocket } from 'ws';

/**
 * Sockets that have not shown a token yet. Anybody may open one, so there are only so many: who comes when all places
 * are taken gets the place of the one that has waited longest. Callers show their token at once.
 */
export class WaitingRoom {
  readonly #places: number;
  readonly #waiting = new Set<WebSocket>();

  constructor(places: number) {
    this.#places = places;
  }

  enter(socket: WebSocket): void {
    const [longest] = this.#waiting;
    if (longest !== undefined && this.#waiting.size >= this.#places) {
      this.leave(longest);
      longest.terminate();
    }
    this.#waiting.add(socket);
    socket.once('close', () => this.leave(socket));
  }

  leave(socket: WebSocket): void {
    this.#waiting.delete(socket);
  }
}
