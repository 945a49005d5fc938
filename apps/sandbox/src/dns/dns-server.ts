import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type TxtAnswer } from 'dns-packet';

const AUTHORITATIVE = 1 << 10;
const NO_SUCH_NAME = 3;
const TTL_SECONDS = 1;

/** A name server that knows TXT records and nothing else. */
export interface DnsServer {
  port: number;
  /** The texts of a name; none takes the name away. */
  set(name: string, texts: readonly string[]): void;
  reset(): void;
  close(): Promise<void>;
}

/** Answers over UDP, so it may have the same port as a server over TCP. */
export async function startDnsServer({ port, host }: { port: number; host?: string }): Promise<DnsServer> {
  const records = new Map<string, readonly string[]>();
  const socket: Socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (!question) return;
    const texts = records.get(question.name.toLowerCase());
    const answers = (question.type === 'TXT' ? (texts ?? []) : []).map((text): TxtAnswer => ({
      type: 'TXT',
      name: question.name,
      ttl: TTL_SECONDS,
      data: text,
    }));
    const flags = AUTHORITATIVE | (texts === undefined ? NO_SUCH_NAME : 0);
    socket.send(
      encode({ type: 'response', id: query.id, flags, questions: [question], answers }),
      from.port,
      from.address,
    );
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    set(name, texts) {
      if (texts.length === 0) records.delete(name.toLowerCase());
      else records.set(name.toLowerCase(), texts);
    },
    reset: () => records.clear(),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
