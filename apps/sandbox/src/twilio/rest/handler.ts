import type { RequestHandler } from 'express';
import type { TwilioAccount } from '../model.ts';
import type { TwilioStore } from '../store.ts';
import { notFound, TwilioError } from '../twilio-error.ts';
import type { Form } from './form.ts';

export interface RestRequest {
  /** Whose credentials came with the request, which is also the account in its path. */
  account: TwilioAccount;
  /** The path as Twilio writes it, for `uri` fields and error texts. */
  path: string;
  sid: string;
  form: Form;
  query: URLSearchParams;
}

export type RestAnswer = { status: number; body?: object };
export type RestHandler = (request: RestRequest) => RestAnswer | Promise<RestAnswer>;

/** Basic authentication by account sid and token. Errors: 20003. */
export function authenticate(store: TwilioStore, header: string | undefined, accountSid: string): TwilioAccount {
  const [scheme, encoded] = header?.split(' ') ?? [];
  const [sid, token] = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split(':');
  const account = scheme?.toLowerCase() === 'basic' ? store.accounts.get(sid ?? '') : undefined;
  if (!account || account.authToken !== token || account.sid !== accountSid) {
    throw new TwilioError(401, 20003, 'Authenticate');
  }
  if (account.status !== 'active') throw new TwilioError(401, 20005, 'Account not active');
  return account;
}

/** An express handler that authenticates, and answers in JSON whatever `handle` answers or throws. */
export function restHandler(store: TwilioStore, handle: RestHandler): RequestHandler {
  return async (request, response) => {
    const url = new URL(request.originalUrl, 'http://sandbox');
    const path = url.pathname.replace(/^\/twilio(?=\/)/, '');
    try {
      const account = authenticate(store, request.headers.authorization, String(request.params.accountSid));
      const sid = String(request.params.sid ?? '');
      const form = (request.body ?? {}) as Form;
      const answer = await handle({ account, path, sid, form, query: url.searchParams });
      if (answer.body) response.status(answer.status).json(answer.body);
      else response.status(answer.status).end();
    } catch (error) {
      sendError(response, error);
    }
  };
}

export function sendError(response: Parameters<RequestHandler>[1], error: unknown): void {
  if (!(error instanceof TwilioError)) throw error;
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Twilio API"');
  response.status(error.status).json(error.body);
}

/** The account's own record with this sid. Errors: 20404, also for another account's. */
export function owned<T extends { accountSid: string }>(records: Map<string, T>, request: RestRequest): T {
  const record = records.get(request.sid);
  if (record?.accountSid !== request.account.sid) throw notFound(request.path);
  return record;
}
