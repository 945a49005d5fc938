import { randomInt } from 'node:crypto';
import { httpClient } from '@leadlock/launch/demo/http-client';
import { expect, inject, vi } from 'vitest';

/** A Twilio account with one number, as its owner sees it in Twilio's console. */
export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  numberSid: string;
  /** E.164. */
  phoneNumber: string;
}

/** A call at the outside end of the line; see the sandbox's README. */
export interface SandboxCall {
  sid: string;
  status: string;
  said: { text: string }[];
  heard: { text: string }[];
  problem: string | null;
}

export interface Email {
  id: string;
  to: string[];
  subject: string;
  html?: string;
  text?: string;
}

export interface CallToPlace {
  to: string;
  from?: string;
  /** How the caller behaves: see the sandbox's README. Without it the caller only listens. */
  caller?: { script?: (string | object)[]; hangUp?: string; [option: string]: unknown };
}

const sandbox = () => httpClient(inject('stack').sandboxUrl);

/** A new Twilio account that nobody else uses, with a number. */
export async function createTwilioAccount(): Promise<TwilioAccount> {
  const account = await sandbox().post<{ sid: string; authToken: string }>('/sandbox/twilio/accounts', {});
  const number = await sandbox().post<{ sid: string; phoneNumber: string }>(
    `/sandbox/twilio/accounts/${account.sid}/numbers`,
    { phoneNumber: `+1415${randomInt(2_000_000, 9_999_999)}` },
  );
  return {
    accountSid: account.sid,
    authToken: account.authToken,
    numberSid: number.sid,
    phoneNumber: number.phoneNumber,
  };
}

/** Lets the next request for speech in a vendor's voice go wrong; see the sandbox's README. */
export const failSpeech = (vendor: string, fault: { kind: string; [detail: string]: unknown }): Promise<unknown> =>
  sandbox().post(`/sandbox/${vendor}/speech/faults`, fault);

/** Sets the TXT records of a name, as the owner of a domain does. */
export const setTxtRecords = (name: string, txt: readonly string[]): Promise<unknown> =>
  sandbox().post('/sandbox/dns', { name, txt });

/** Somebody calls a number of ours and really speaks. Returns as soon as it rings. */
export function placeCall({ from = '+12125550123', ...call }: CallToPlace): Promise<SandboxCall> {
  return sandbox().post<SandboxCall>('/sandbox/twilio/calls', { from, ...call });
}

/** The call as it stands at the outside end of the line. */
export const outsideCall = (sid: string): Promise<SandboxCall> =>
  sandbox().get<SandboxCall>(`/sandbox/twilio/calls/${sid}`);

export const hangUp = (sid: string): Promise<unknown> => sandbox().post(`/sandbox/twilio/calls/${sid}/hangup`, {});

/** What was sent to an address, the newest first. */
export async function inbox(address: string): Promise<Email[]> {
  const to = encodeURIComponent(address);
  return (await sandbox().get<{ emails: Email[] }>(`/sandbox/resend/emails?to=${to}`)).emails;
}

/** Waits for an email to this address and returns the first link in it that contains `part`. */
export function linkFromEmail(address: string, part: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const links = (await inbox(address)).flatMap(({ html = '', text = '' }) => `${text} ${html}`.match(LINK) ?? []);
      const link = links.find((one) => one.includes(part));
      expect(link, `a link with ${part} for ${address}`).toBeDefined();
      return (link ?? '').replaceAll('&amp;', '&');
    },
    { timeout: 30_000, interval: 100 },
  );
}

const LINK = /https?:\/\/[^\s"'<>)]+/g;
