import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { decodeMulaw, encodeMulaw, MULAW_BYTES_PER_MS } from '@leadlock/voice/audio';
import { acceptMediaStream, MEDIA_SOCKET_OPTIONS, type TwilioMediaStream } from '@leadlock/voice/twilio';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Check } from './examined.ts';
import { failed, ok } from './finding.ts';
import { connectedMessage, startMessage } from './media-messages.ts';

const FRAME_MS = 20;
/** The second zero of μ-law, which is the same sound as the first. */
const NEGATIVE_ZERO = 0x7f;
const REMEDY = 'reinstall this version: its packages don’t match';

const Media = z.object({ event: z.literal('media'), media: z.object({ payload: z.base64() }) });

/** Every μ-law byte must be the same after it was made linear and back. */
function mulawIsLossless(): boolean {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== NEGATIVE_ZERO);
  const linear = new Int16Array(bytes.length);
  const back = new Uint8Array(bytes.length);
  decodeMulaw(bytes, linear);
  encodeMulaw(linear, back);
  return Buffer.from(back).equals(Buffer.from(bytes));
}

/** Sends a frame over a real socket to the gateway's side of Media Streams, which sends it back; what came back. */
async function echoFrame(frame: Buffer, timeoutMs: number): Promise<Buffer> {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, ...MEDIA_SOCKET_OPTIONS });
  http.on('upgrade', (request, wire: Duplex, head) => {
    sockets.handleUpgrade(request, wire, head, (socket) =>
      acceptMediaStream(socket, wire, { startTimeoutMs: timeoutMs, onStart: echo, onNotStarted: () => socket.close() }),
    );
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/media`);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    await once(client, 'open', { signal });
    const answered = once(client, 'message', { signal });
    const media = { event: 'media', media: { track: 'inbound', payload: frame.toString('base64') } };
    for (const message of [connectedMessage, startMessage({}), JSON.stringify(media)]) client.send(message);
    const [answer] = (await answered) as [Buffer];
    return Buffer.from(Media.parse(JSON.parse(answer.toString('utf8'))).media.payload, 'base64');
  } finally {
    client.terminate();
    sockets.close();
    http.close();
    http.closeAllConnections();
  }
}

function echo(stream: TwilioMediaStream): void {
  const nothing = (): void => undefined;
  stream.listen({
    onAudio: (audio) => stream.sendAudio(audio),
    onMark: nothing,
    onDtmf: nothing,
    onText: nothing,
    onTyping: nothing,
    onClosed: nothing,
  });
}

export const checkCodec: Check = {
  name: 'voice codec',
  run: async ({ timeoutMs }) => {
    if (!mulawIsLossless()) return [failed('voice codec', 'μ-law decoding changes the audio', REMEDY)];
    const frame = Buffer.from(Uint8Array.from({ length: FRAME_MS * MULAW_BYTES_PER_MS }, (_, at) => (at * 7) & 0xff));
    const back = await echoFrame(frame, timeoutMs);
    if (!back.equals(frame)) return [failed('voice codec', 'a media stream frame changes in transit', REMEDY)];
    return [ok('voice codec', 'μ-law audio and media stream frames are encoded and decoded correctly')];
  },
};
