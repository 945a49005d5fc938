const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as it stands in TwiML. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** A whole document. */
export const response = (verbs: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;

export interface StreamTarget {
  gatewayUrl: string;
  /** The gateway knows the call by it. */
  token: string;
  /** Asked once more when the gateway cannot be reached, and when the stream is over; absent: the carrier hangs up. */
  afterUrl?: string;
}

/** Joins the call to a gateway. */
export const connectStream = ({ gatewayUrl, token, afterUrl }: StreamTarget): string =>
  response(
    `<Connect><Stream url="${escaped(gatewayUrl)}/media"><Parameter name="token" value="${escaped(token)}"/></Stream></Connect>` +
      (afterUrl === undefined ? '' : `<Redirect method="POST">${escaped(afterUrl)}</Redirect>`),
  );

/** Says something and hangs up. */
export const sayAndHangUp = (text: string): string => response(`<Say>${escaped(text)}</Say><Hangup/>`);

export const hangUp = (): string => response('<Hangup/>');

/** Nothing to do: the answer to a webhook that only reports. */
export const acknowledge = (): string => response('');
