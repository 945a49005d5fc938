import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { httpClient, HttpError, type HttpClient } from './http-client.ts';
import { AGENT, BUSINESS } from './scenario.ts';

export interface LogIn {
  email: string;
  password: string;
}

export interface DemoTenant {
  logIn: LogIn;
  /** The API as the tenant's owner. */
  api: HttpClient;
  /** Called to reach the agent. */
  phoneNumber: string;
  /** Somebody's number to call from. */
  callerNumber: string;
}

interface TwilioAccount {
  sid: string;
  authToken: string;
}
interface TwilioNumber {
  sid: string;
  accountSid: string;
  phoneNumber: string;
}
interface Named {
  id: string;
  name: string;
}
interface ImportedNumber {
  id: string;
  phone_number: string;
}

/** A minute: nothing but a worker that is starting keeps the email. */
const MAIL_TRIES = 240;
const MAIL_PAUSE_MS = 250;
/** A second link is sent a minute after the first one at the earliest. */
const ASK_AGAIN_EVERY = 80;

/** Sets the demonstration's tenant up the way a user would; what an earlier run has left is used again. */
export async function seedDemoTenant(apiUrl: string, sandboxUrl: string, dataDir: string): Promise<DemoTenant> {
  const logIn = demoLogIn(dataDir);
  const api = httpClient(apiUrl, await signIn(httpClient(apiUrl), logIn));
  await verifyAddress(api, httpClient(sandboxUrl), logIn.email);
  const { account, number } = await twilioAccount(httpClient(sandboxUrl));

  await api.post('/integrations/twilio/connect', {
    account_name: 'Sandbox',
    account_sid: account.sid,
    auth_token: account.authToken,
  });
  const agentId = await demoAgent(api);
  // Imported anew on each run: the import tells Twilio where our webhooks are now.
  const { phone_numbers } = await api.get<{ phone_numbers: ImportedNumber[] }>('/phone-numbers');
  for (const known of phone_numbers) {
    if (known.phone_number === number.phoneNumber) await api.delete(`/phone-numbers/${known.id}`);
  }
  const [imported] = await api.post<ImportedNumber[]>('/phone-numbers/import', { phone_number_sids: [number.sid] });
  if (!imported) throw new Error(`${number.phoneNumber} was not imported`);
  await api.patch(`/phone-numbers/${imported.id}`, { agent_id: agentId });
  return { logIn, api, phoneNumber: number.phoneNumber, callerNumber: '+12125550123' };
}

/** Made up once and kept with the data that it opens. */
function demoLogIn(dataDir: string): LogIn {
  const file = join(dataDir, 'demo-log-in.json');
  if (!existsSync(file)) {
    const logIn: LogIn = { email: 'demo@leadlock.example', password: randomBytes(9).toString('base64url') };
    writeFileSync(file, JSON.stringify(logIn), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as LogIn;
}

async function signIn(api: HttpClient, logIn: LogIn): Promise<string> {
  try {
    return (await api.post<{ access_token: string }>('/auth/login', logIn)).access_token;
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    const account = { ...logIn, company_name: BUSINESS, account_type: 'direct', tos_accepted: true };
    return (await api.post<{ access_token: string }>('/auth/signup', account)).access_token;
  }
}

interface SentEmail {
  to: string[];
  text?: string;
}

/** Opens the link that was sent to the address, unless an earlier run has; the sandbox keeps what is sent. */
async function verifyAddress(api: HttpClient, sandbox: HttpClient, email: string): Promise<void> {
  const { email_verified } = await api.get<{ email_verified: boolean }>('/auth/context');
  if (email_verified) return;
  for (let tries = 0; tries < MAIL_TRIES; tries++) {
    const { emails } = await sandbox.get<{ emails: SentEmail[] }>('/sandbox/resend/emails');
    const texts = emails.filter(({ to }) => to.includes(email)).map(({ text }) => text ?? '');
    const [, token] = /\/verify-email\?token=(\S+)/.exec(texts.join('\n')) ?? [];
    if (token !== undefined) {
      await api.post('/auth/verify-email', { token });
      return;
    }
    // The sandbox forgets when it stops: what an earlier run was sent is gone.
    if (tries % ASK_AGAIN_EVERY === 1) await api.post('/auth/resend-verification', {});
    await delay(MAIL_PAUSE_MS);
  }
  throw new Error(`The verification email for ${email} did not arrive`);
}

/** The account and number that the sandbox begins with; a user reads them off Twilio's console. */
async function twilioAccount(sandbox: HttpClient): Promise<{ account: TwilioAccount; number: TwilioNumber }> {
  const [accounts, numbers] = await Promise.all([
    sandbox.get<TwilioAccount[]>('/sandbox/twilio/accounts'),
    sandbox.get<TwilioNumber[]>('/sandbox/twilio/numbers'),
  ]);
  const number = numbers[0];
  const account = accounts.find(({ sid }) => sid === number?.accountSid);
  if (!account || !number) throw new Error('The sandbox has no Twilio number');
  return { account, number };
}

async function demoAgent(api: HttpClient): Promise<string> {
  const { agents } = await api.get<{ agents: Named[] }>('/agents');
  const known = agents.find(({ name }) => name === AGENT.name);
  return known ? known.id : (await api.post<Named>('/agents', AGENT)).id;
}
