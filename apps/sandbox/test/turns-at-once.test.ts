import { EventEmitter } from 'node:events';
import type { EarListener, SpeechEngine } from '@leadlock/voice/local';
import { waitFor } from '@leadlock/voice/testing';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openAiDialect } from '../src/openai/openai-dialect.ts';
import { SessionFaults } from '../src/realtime/faults.ts';
import { parseObject, type JsonObject } from '../src/realtime/json.ts';
import { RealtimeSession } from '../src/realtime/realtime-session.ts';

const socket = new EventEmitter();
afterEach(() => socket.emit('close'));

/** Understands two turns at the same moment, as on a busy machine. */
const HASTY: SpeechEngine = {
  synthesize: () => Promise.resolve(new Uint8Array(800)),
  close: () => Promise.resolve(),
  listen: (_options, listener: EarListener) => ({
    hear: () => {
      for (let turn = 0; turn < 2; turn++) {
        listener.onSpeechStarted();
        listener.onSpeechStopped();
      }
      listener.onUtterance('Is there any parking?', { audioMs: 0 });
      listener.onUtterance('When are you open?', { audioMs: 0 });
    },
    close: () => undefined,
  }),
};

test('turns that one answer takes in get no other answer', async () => {
  const sent: JsonObject[] = [];
  const peer = Object.assign(socket, {
    readyState: WebSocket.OPEN,
    send: (text: string) => sent.push(parseObject(text) ?? {}),
  });
  const all = (type: string) => sent.filter((event) => event.type === type);
  const session = new RealtimeSession(peer as unknown as WebSocket, {
    dialect: openAiDialect,
    model: 'gpt-realtime',
    engine: () => Promise.resolve(HASTY),
    maxSessionMs: 60_000,
    faults: new SessionFaults([]),
    search: () => [],
  });
  session.open();
  await new Promise((resolve) => setImmediate(resolve));
  const audio = Buffer.alloc(960).toString('base64');
  peer.emit('message', Buffer.from(JSON.stringify({ type: 'input_audio_buffer.append', audio })), false);
  await waitFor('the answer', () => all('response.done').length > 0);
  expect(all('conversation.item.added').length).toBeGreaterThanOrEqual(3);
  expect(all('response.created')).toHaveLength(1);
});
