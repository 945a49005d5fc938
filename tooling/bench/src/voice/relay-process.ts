import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * The smallest correct gateway, to compare with: `ws`, and JSON.parse and JSON.stringify of every message. It relays
 * audio and does nothing else: no marks, no interruptions, no transcript, no checks.
 */
const providerUrl = process.argv[2] ?? '';
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

server.on('connection', (caller) => {
  const provider = new WebSocket(`${providerUrl}?model=bench`, { perMessageDeflate: false });
  let streamSid = '';
  let ready = false;
  provider.on('open', () => provider.send(JSON.stringify({ type: 'session.update', session: { type: 'realtime' } })));
  provider.on('message', (data: Buffer) => {
    const event = JSON.parse(data.toString());
    if (event.type === 'session.updated') ready = true;
    if (event.type === 'response.output_audio.delta') {
      caller.send(JSON.stringify({ event: 'media', streamSid, media: { payload: event.delta } }));
    }
  });
  caller.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString());
    if (message.event === 'start') streamSid = message.start.streamSid;
    if (message.event === 'media' && ready) {
      provider.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: message.media.payload }));
    }
  });
  caller.on('close', () => provider.close());
  provider.on('close', () => caller.close());
  caller.on('error', () => provider.terminate());
  provider.on('error', () => caller.terminate());
});
server.on('listening', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));

process.on('SIGINT', () => process.exit());
