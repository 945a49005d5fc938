import { MediaStream } from '../call/media-stream.ts';
import { deliver } from '../call/status-callbacks.ts';
import type { TwimlElement } from './parse.ts';
import { absoluteUrl, type TwimlSource, type VerbContext } from './verb.ts';
import { TwimlError } from './twiml-error.ts';

/** Hands the call to a server over a Media Stream until one of the two ends it. */
export async function connect(element: TwimlElement, context: VerbContext): Promise<TwimlSource | void> {
  const { service, call, signal } = context;
  const stream = element.children.find((child) => child.name === 'Stream');
  if (!stream) throw new TwimlError(12_200, '<Connect> without a <Stream>');
  const media = new MediaStream(service, call, { url: streamUrl(stream), parameters: parametersOf(stream) });
  const { statusCallback, statusCallbackMethod, name } = stream.attributes;
  const report = (StreamEvent: string): void => {
    if (!statusCallback) return;
    const target = { url: absoluteUrl(statusCallback, context.baseUrl), method: statusCallbackMethod };
    const params = {
      AccountSid: call.account.sid,
      CallSid: call.record.sid,
      StreamSid: media.sid,
      StreamName: name ?? media.sid,
      StreamEvent,
      Timestamp: new Date().toISOString(),
    };
    service.background(deliver(service, call.account.authToken, target, params));
  };
  call.stream = media;
  report('stream-started');
  signal.addEventListener('abort', () => media.stop(), { once: true });
  await media.over;
  report('stream-stopped');
  const { action, method } = element.attributes;
  if (action && !signal.aborted) return { address: { url: absoluteUrl(action, context.baseUrl), method } };
}

/**
 * Twilio speaks wss only and drops a query; plain ws is taken on this machine and in its private network, where there
 * are no certificates.
 */
function streamUrl(stream: TwimlElement): string {
  const url = URL.parse(stream.attributes.url ?? '');
  if (!url || !(url.protocol === 'wss:' || (url.protocol === 'ws:' && isPrivate(url.hostname)))) {
    throw new TwimlError(11_100, `<Stream> needs a wss:// address, not ${stream.attributes.url ?? 'none'}`);
  }
  url.search = '';
  return url.href;
}

const isPrivate = (host: string): boolean =>
  !host.includes('.') || /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|\.(?:local|internal|localhost)$/.test(host);

function parametersOf(stream: TwimlElement): Record<string, string> {
  const parameters = stream.children.filter((child) => child.name === 'Parameter');
  return Object.fromEntries(parameters.map(({ attributes }) => [attributes.name ?? '', attributes.value ?? '']));
}
