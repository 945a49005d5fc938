import { sql } from 'kysely';
import { z } from 'zod';
import { countOf } from '../../program/formats.ts';
import { jsonOrNull } from '../../program/json.ts';
import { withoutSlash } from '../../settings/address.ts';
import type { Check } from './examined.ts';
import { failed, ok, warning, type Finding } from './finding.ts';
import { probe, type ProbeAnswer } from './http-probe.ts';

export const AWAY = 'check that this machine can connect to it, and the vendor’s status page';

export const join = (base: string, path: string): string => withoutSlash(base) + path;
const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

/** What an answer says about a key; null where the key was accepted. Bodies are left out: vendors quote keys in them. */
export function refusal(check: string, variable: string, { status, body }: ProbeAnswer): Finding | null {
  // xAI and Google take a wrong key for a bad argument.
  const isKey =
    status === 401 || status === 403 || (status === 400 && /Incorrect API key|API key not valid/.test(body));
  if (isKey) {
    return failed(check, `invalid API key (HTTP ${status})`, `set ${variable} to a valid key`);
  }
  if (status === 429)
    return warning(check, 'rate limited, or out of credit (HTTP 429)', 'check your account at the vendor');
  if (status >= 200 && status < 300) return null;
  return failed(check, `returned HTTP ${status}`, AWAY);
}

export const checkAnthropic: Check = {
  name: 'anthropic',
  run: async (examined) => {
    const { ANTHROPIC_API_URL, ANTHROPIC_API_KEY } = examined.environment;
    if (ANTHROPIC_API_URL === undefined || ANTHROPIC_API_KEY === undefined) return [];
    const headers = { 'x-api-key': ANTHROPIC_API_KEY, 'anthropic-version': '2023-06-01' };
    const answer = await probe(examined, join(ANTHROPIC_API_URL, '/v1/models'), { clockOf: 'anthropic', headers });
    const refused = refusal('anthropic', 'ANTHROPIC_API_KEY', answer);
    return [refused ?? ok('anthropic', `valid API key, ${answer.milliseconds} ms`)];
  },
};

export const checkLocalLlm: Check = {
  name: 'local LLM',
  run: async (examined) => {
    const { LOCAL_LLM_URL } = examined.environment;
    if (LOCAL_LLM_URL === undefined) return [];
    const { status } = await probe(examined, join(LOCAL_LLM_URL, '/models'));
    if (status < 500) return [ok('local LLM', `responded (HTTP ${status})`)];
    return [failed('local LLM', `returned HTTP ${status}`, 'check its server’s log')];
  },
};

const Domains = z.object({ data: z.array(z.object({ name: z.string(), status: z.string() })) });
const Refusal = z.object({ name: z.string() });

const parse = <Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> | undefined =>
  schema.safeParse(jsonOrNull(body)).data;

const domainOf = (from: string): string => (/@([^>\s]+)/.exec(from)?.[1] ?? '').toLowerCase();

function senderFinding(from: string, body: string): Finding {
  const domain = domainOf(from);
  const known = parse(Domains, body)?.data.find(({ name }) => domain === name || domain.endsWith(`.${name}`));
  if (known?.status === 'verified') return ok('resend', `valid API key, ${domain} is verified`);
  const detail = `valid API key, but ${domain} ${known ? `is ${known.status}` : 'is not one of its domains'}`;
  return failed('resend', detail, 'verify the domain of EMAIL_FROM in Resend: until then, it rejects all emails');
}

export const checkResend: Check = {
  name: 'resend',
  run: async (examined) => {
    const { RESEND_API_URL, RESEND_API_KEY, EMAIL_FROM } = examined.environment;
    if (RESEND_API_URL === undefined || RESEND_API_KEY === undefined) return [];
    const headers = bearer(RESEND_API_KEY);
    const answer = await probe(examined, join(RESEND_API_URL, '/domains'), { clockOf: 'resend', headers });
    if (parse(Refusal, answer.body)?.name === 'restricted_api_key') {
      return [ok('resend', 'valid API key, for sending only')];
    }
    const refused = refusal('resend', 'RESEND_API_KEY', answer);
    if (refused) return [refused];
    return EMAIL_FROM === undefined ? [ok('resend', 'valid API key')] : [senderFinding(EMAIL_FROM, answer.body)];
  },
};

/** Texts go through a service of its own; without an account it answers, and refuses. */
export const checkTwilioMessaging: Check = {
  name: 'twilio messaging',
  run: async (examined) => {
    const { TWILIO_MESSAGING_URL } = examined.environment;
    if (TWILIO_MESSAGING_URL === undefined) return [];
    const { status, milliseconds } = await probe(examined, join(TWILIO_MESSAGING_URL, '/v1/Services'));
    if (status >= 500) return [failed('twilio messaging', `returned HTTP ${status}`, AWAY)];
    return [ok('twilio messaging', `API responds in ${milliseconds} ms`)];
  },
};

/** Tenants bring their own accounts, which a job asks about every hour; here it is whether Twilio can be asked at all. */
export const checkTwilio: Check = {
  name: 'twilio',
  run: async (examined) => {
    const { TWILIO_API_URL } = examined.environment;
    if (TWILIO_API_URL === undefined) return [];
    const { status, milliseconds } = await probe(examined, join(TWILIO_API_URL, '/2010-04-01.json'), {
      clockOf: 'twilio',
    });
    if (status >= 500) return [failed('twilio', `returned HTTP ${status}`, AWAY)];
    const db = await examined.database;
    const reached = `API responds in ${milliseconds} ms`;
    if (!db) return [ok('twilio', reached)];
    const { rows } = await sql<{ connected: number; broken: number }>`
      SELECT count(*)::int AS connected, count(broken_since)::int AS broken
      FROM integrations WHERE provider = 'twilio' AND is_active
    `.execute(db);
    const { connected = 0, broken = 0 } = rows[0] ?? {};
    const detail = `${reached}; ${countOf(connected, 'account')} connected`;
    if (broken === 0) return [ok('twilio', detail)];
    return [
      warning(
        'twilio',
        `${detail}, ${broken} ${broken === 1 ? 'does' : 'do'} not work`,
        'ask their owners, who have been notified',
      ),
    ];
  },
};
