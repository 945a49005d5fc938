import type { WebSocket } from 'ws';
import { readClientMessage } from './client-message.ts';

export interface StartOptions {
  /** How long the other side may take to send `start`, in ms. */
  startTimeoutMs: number;
  onStart(token: string): void;
  /** `start` did not come in time, something else came first, or the socket closed; reported once. */
  onNotStarted(reason: 'timeout' | 'invalid' | 'closed'): void;
}

/** Waits for the first message on an accepted WebSocket, which has to be `start` with a token. */
export function awaitStart(socket: WebSocket, options: StartOptions): void {
  const settle = (): void => {
    clearTimeout(deadline);
    socket.off('message', onMessage);
    socket.off('close', onClose);
  };
  const giveUp = (reason: 'timeout' | 'invalid' | 'closed'): void => {
    settle();
    options.onNotStarted(reason);
  };
  const onMessage = (data: Buffer, isBinary: boolean): void => {
    const message = isBinary ? null : readClientMessage(data);
    if (message?.type !== 'start') return giveUp('invalid');
    settle();
    options.onStart(message.token);
  };
  const onClose = (): void => giveUp('closed');
  const deadline = setTimeout(giveUp, options.startTimeoutMs, 'timeout');
  socket.on('message', onMessage);
  socket.once('close', onClose);
}
