import type { Environment, EnvironmentVariable } from '@leadlock/core/environment';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import type { Check } from './examined.ts';
import { failed, ok, warning, type Finding } from './finding.ts';
import { KEYED_VOICES } from './keyed-voices.ts';

const CHECK = 'environment';

/** Variables that may be missing, and what does not work then. */
const OPTIONAL: readonly [variable: EnvironmentVariable, lost: string][] = [
  ...KEYED_VOICES.map(({ shortLabel, service }): [EnvironmentVariable, string] => [
    service.variables.key,
    `agents using ${shortLabel} use another provider’s voice, or apologize and hang up if none has a key`,
  ]),
  ['ANTHROPIC_API_KEY', 'Claude models require the account’s own key'],
  ['RESEND_API_KEY', 'no emails are sent, including invitations and password resets'],
  ['EMAIL_FROM', 'no emails are sent: there is no sender address'],
  ['GHL_SSO_SECRET', 'no one can sign in from GoHighLevel'],
];

const isLocal = (url: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/** Settings that are valid each by itself and wrong together, or for real calls. */
function contradictions(environment: Partial<Environment>): Finding[] {
  const { NODE_ENV, PROVIDERS, PUBLIC_API_URL, PUBLIC_GATEWAY_URL, STORAGE_URL } = environment;
  const findings: Finding[] = [];
  if (PROVIDERS === 'sandbox' && NODE_ENV === 'production') {
    const detail = 'PROVIDERS=sandbox in production: no real calls or emails';
    findings.push(warning(CHECK, detail, 'set PROVIDERS=live'));
  }
  if (PROVIDERS === 'live') {
    if (PUBLIC_API_URL && (isLocal(PUBLIC_API_URL) || !PUBLIC_API_URL.startsWith('https:'))) {
      const detail = `PUBLIC_API_URL is ${PUBLIC_API_URL}, which Twilio can’t or shouldn’t connect to`;
      findings.push(warning(CHECK, detail, 'set it to the https URL of api behind your proxy'));
    }
    if (PUBLIC_GATEWAY_URL && (isLocal(PUBLIC_GATEWAY_URL) || !PUBLIC_GATEWAY_URL.startsWith('wss:'))) {
      const detail = `PUBLIC_GATEWAY_URL is ${PUBLIC_GATEWAY_URL}, but Twilio only streams to public wss URLs`;
      findings.push(warning(CHECK, detail, 'set it to the wss URL of gateway behind your proxy'));
    }
  }
  if (STORAGE_URL !== undefined) {
    for (const variable of ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const) {
      if (environment[variable] === undefined) {
        findings.push(failed(CHECK, `${variable} is not set, but STORAGE_URL requires it`, `set ${variable}`));
      }
    }
  }
  return findings;
}

function encryptionKeyProblem(environment: Partial<Environment>): Finding[] {
  if (environment.ENCRYPTION_KEY === undefined) return [];
  try {
    createSecretBox(environment.ENCRYPTION_KEY.split(','));
    return [];
  } catch (error) {
    const detail = `ENCRYPTION_KEY: ${error instanceof Error ? error.message : String(error)}`;
    return [failed(CHECK, detail, 'create one with `openssl rand -base64 32`')];
  }
}

export const checkEnvironment: Check = {
  name: CHECK,
  run: async ({ environment, problems }) => {
    const unusable = problems.map(({ variable, message }) =>
      failed(CHECK, `${variable} ${message}`, 'fix it; packages/core/src/environment.ts documents all variables'),
    );
    const broken = [...unusable, ...encryptionKeyProblem(environment)];
    const missing = OPTIONAL.filter(([variable]) => environment[variable] === undefined).map(([variable, lost]) =>
      warning(CHECK, `${variable} is not set: ${lost}`, `set ${variable} if you need this`),
    );
    const valid = broken.length === 0 ? [ok(CHECK, 'all variables are valid')] : broken;
    return [...valid, ...contradictions(environment), ...missing];
  },
};
