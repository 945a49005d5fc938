import { randomBytes } from 'node:crypto';
import { httpClient, type HttpClient } from '@leadlock/launch/demo/http-client';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { linkFromEmail } from './sandbox.ts';

export interface Account {
  email: string;
  password: string;
  companyName: string;
  /** The REST API as this person. */
  api: HttpClient;
  tokens: Tokens;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

export interface NewAccount {
  type?: 'direct' | 'agency';
  companyName?: string;
  /** False leaves the address to be verified. */
  verified?: boolean;
}

/** The next accounts of each kind. Their tokens last for an hour, which is longer than a run. */
const madeAhead = new Map<string, Promise<Account>>();

/**
 * Signs a new person up through the API and verifies their address, for tests that begin after that. The next account of
 * the kind is made meanwhile, because most of it is waiting for the mail.
 */
export async function signUp(wanted: NewAccount = {}): Promise<Account> {
  const { type = 'direct', companyName = 'Bright Smile Dental', verified = true } = wanted;
  const make = () => createAccount({ type, companyName, verified });
  if (!verified) return make();
  const kind = JSON.stringify([type, companyName]);
  const account = madeAhead.get(kind) ?? make();
  const next = make();
  // Whoever takes it is told that it failed; perhaps nobody does.
  next.catch(() => undefined);
  madeAhead.set(kind, next);
  return account;
}

async function createAccount({ type, companyName, verified }: Required<NewAccount>): Promise<Account> {
  const { apiUrl } = inject('stack');
  const [email, password] = [
    `ann-${randomBytes(6).toString('hex')}@example.com`,
    randomBytes(12).toString('base64url'),
  ];
  const tokens = await httpClient(apiUrl).post<Tokens>('/auth/signup', {
    email,
    password,
    company_name: companyName,
    account_type: type,
    tos_accepted: true,
  });
  if (verified) {
    const token = new URL(await linkFromEmail(email, '/verify-email')).searchParams.get('token');
    await httpClient(apiUrl).post('/auth/verify-email', { token });
  }
  return { email, password, companyName, tokens, api: httpClient(apiUrl, tokens.access_token) };
}

/** The REST API as an agency's person who acts for a sub-account. */
export const actingFor = ({ tokens }: Account, subAccountId: string): HttpClient =>
  httpClient(inject('stack').apiUrl, tokens.access_token, subAccountId);

/** Lets the browser of a page know a session, before any page of the dashboard is opened. */
export async function keepSession(page: Page, { tokens }: Account): Promise<void> {
  await page.goto(`${inject('stack').apiUrl}/app/favicon.svg`);
  const session = {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    expiresAt: Date.now() + tokens.expires_in * 1_000,
  };
  await page.evaluate((text) => localStorage.setItem('leadlock.session', text), JSON.stringify(session));
}

/** Signs a page in without the form, and leaves it on an address below `/app`. */
export async function signIn(page: Page, account: Account, path = '/'): Promise<void> {
  await keepSession(page, account);
  await page.goto(`${inject('stack').apiUrl}/app${path}`);
}
