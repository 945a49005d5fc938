import { request } from 'undici';
import { ProviderError, type RecordingStream, type TelephonyCredentials } from '../contracts/index.ts';
import { basicAuth } from './http-client.ts';

const RECORDING_PATH = /\/Accounts\/(AC[0-9a-f]{32})\/Recordings\/(RE[0-9a-f]{32})(?:\.\w+)?$/;
const PASSED_ON = ['content-type', 'content-length', 'content-range', 'accept-ranges'] as const;

/** The address of a recording at Twilio, as its webhooks name it. */
export const recordingUrl = (apiUrl: string, accountSid: string, sid: string): string =>
  `${apiUrl.replace(/\/$/, '')}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;

/**
 * Opens a recording as MP3. Of the given URL only the ids are used: the request goes to the configured API host,
 * so that a forged URL cannot draw the credentials elsewhere.
 */
export async function openRecording(
  apiUrl: string,
  credentials: TelephonyCredentials,
  address: string,
  range: string | undefined,
  timeoutMs: number,
): Promise<RecordingStream> {
  const ids = RECORDING_PATH.exec(URL.parse(address)?.pathname ?? '');
  if (!ids) throw new ProviderError('Not the URL of a Twilio recording', { provider: 'twilio', status: 404 });
  const url = `${recordingUrl(apiUrl, ids[1] ?? '', ids[2] ?? '')}.mp3`;
  const { statusCode, headers, body } = await request(url, {
    headers: {
      authorization: basicAuth(credentials.accountSid, credentials.authToken),
      ...(range === undefined ? {} : { range }),
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  if (statusCode !== 200 && statusCode !== 206) {
    await body.dump();
    throw new ProviderError(`Twilio returned status ${statusCode}`, { provider: 'twilio', status: statusCode });
  }
  const passedOn: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = headers[name];
    if (typeof value === 'string') passedOn[name] = value;
  }
  return { status: statusCode, headers: passedOn, body };
}
