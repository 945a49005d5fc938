import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A customer's server that takes webhooks at `/hook`. What is redirected elsewhere on it, or to its second port, is content. */
export interface WebhookReceiver {
  port: number;
  otherPort: number;
  received: Received[];
  /** What it does next. */
  answer: Answer | Promise<Answer> | 'never';
  close(): void;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const receive: RequestListener = (req, res) => {
    void text(req).then(async (body) => {
      receiver.received.push({ headers: req.headers, body });
      if (receiver.answer === 'never') return;
      const { status, headers, body: said } = await receiver.answer;
      if (headers?.location !== undefined && req.url !== '/hook') res.writeHead(204).end();
      else res.writeHead(status, headers).end(said);
    });
  };
  const [server, other] = [createServer(receive).listen(0), createServer(receive).listen(0)];
  await Promise.all([once(server, 'listening'), once(other, 'listening')]);
  const receiver: WebhookReceiver = {
    port: portOf(server),
    otherPort: portOf(other),
    received: [],
    answer: { status: 204 },
    close() {
      for (const one of [server, other]) {
        one.closeAllConnections();
        one.close();
      }
    },
  };
  return receiver;
}
