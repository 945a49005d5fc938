import { randomBytes, randomUUID } from 'node:crypto';
import { findWorkingCredentials } from '@leadlock/crm/integrations';
import { webhookSignature } from '@leadlock/providers/twilio';
import { z } from 'zod';
import { jsonOrNull } from '../../program/json.ts';
import { withoutSlash } from '../../settings/address.ts';
import type { Check, Examined } from './examined.ts';
import { failed, ok, warning, type Finding } from './finding.ts';
import { probe } from './http-probe.ts';
import { connectedMessage, startMessage } from './media-messages.ts';
import { probeWebSocket, UpgradeRefused } from './websocket-probe.ts';

const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;
const WEBHOOK = 'twilio signature';
const SIGNATURE = 'x-twilio-signature';
const PROXY = 'make the proxy forward PUBLIC_API_URL to api with path and query unchanged';

const Health = z.object({ status: z.enum(['ok', 'draining']) });

const healthOf = (body: string): string | null => Health.safeParse(jsonOrNull(body)).data?.status ?? null;

/** Gateway and worker tell their health in the same way; only api describes itself. */
async function isApi(examined: Examined, publicUrl: string): Promise<boolean> {
  const { status } = await probe(examined, `${publicUrl}/openapi.json`, { method: 'HEAD' });
  return status === 200;
}

export const checkPublicApi: Check = {
  name: 'public api',
  run: async (examined) => {
    const { PUBLIC_API_URL } = examined.environment;
    if (PUBLIC_API_URL === undefined) return [];
    const publicUrl = withoutSlash(PUBLIC_API_URL);
    const url = `${publicUrl}/health`;
    const answer = await probe(examined, url, { clockOf: 'api' });
    if (answer.location !== null) {
      const detail = `${url} redirects to ${new URL(answer.location, url).origin}`;
      return [failed('public api', detail, 'set PUBLIC_API_URL to the final URL: Twilio signs that URL')];
    }
    const health = healthOf(answer.body);
    if (health !== null && !(await isApi(examined, publicUrl))) {
      return [failed('public api', `${publicUrl} is not the api service`, PROXY)];
    }
    if (health === 'ok') return [ok('public api', `${url} responds in ${answer.milliseconds} ms`)];
    if (health === 'draining') return [warning('public api', `${url} is shutting down`, 'restart api')];
    return [failed('public api', `${url} returns HTTP ${answer.status}, unlike api`, PROXY)];
  },
};

interface SignedRequest {
  tenantId: string;
  accountSid: string;
  authToken: string;
}

/**
 * Reports the status of a call that there is not, which changes nothing when it is accepted. Signature and request are
 * for one address; it holds a query with escapes, so that a proxy that rewrites addresses is noticed.
 */
function reportStatus(examined: Examined, publicUrl: string, { tenantId, accountSid, authToken }: SignedRequest) {
  const url = `${publicUrl}/webhooks/twilio/${tenantId}/status?doctor=a%20b%2Fc`;
  const form = { AccountSid: accountSid, CallSid: `CA${randomBytes(16).toString('hex')}`, CallStatus: 'completed' };
  return probe(examined, url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      [SIGNATURE]: webhookSignature(authToken, url, form),
    },
    body: new URLSearchParams(form).toString(),
  });
}

export const checkTwilioSignature: Check = {
  name: WEBHOOK,
  run: async (examined) => {
    const { PUBLIC_API_URL } = examined.environment;
    if (PUBLIC_API_URL === undefined) return [];
    const publicUrl = withoutSlash(PUBLIC_API_URL);
    const db = await examined.database;
    const signer = db && examined.secrets && (await findWorkingCredentials(db, examined.secrets));
    const stranger = { tenantId: signer?.tenantId ?? randomUUID(), accountSid: `AC${'d0'.repeat(16)}`, authToken: 'x' };
    const forged = await reportStatus(examined, publicUrl, stranger);
    if (forged.status !== 403) {
      const detail = `an unsigned webhook returns HTTP ${forged.status} instead of 403`;
      return [failed(WEBHOOK, detail, PROXY)];
    }
    if (!signer) {
      const reason = !db
        ? 'can’t connect to the database'
        : !examined.secrets
          ? 'ENCRYPTION_KEY is invalid'
          : 'no Twilio account with readable credentials is connected';
      const detail = `forged webhooks are rejected; signed ones can’t be tested: ${reason}`;
      return [warning(WEBHOOK, detail, 'fix this and check again')];
    }
    const signed = await reportStatus(examined, publicUrl, signer);
    if (signed.status === 200)
      return [ok(WEBHOOK, `webhooks signed for ${publicUrl} are accepted, forged ones rejected`)];
    if (signed.status !== 403) {
      return [failed(WEBHOOK, `a signed webhook returns HTTP ${signed.status}`, 'check api’s log')];
    }
    const detail = `api rejects webhooks signed for ${publicUrl}: its own PUBLIC_API_URL is different`;
    const remedy = `set the same PUBLIC_API_URL (and ENCRYPTION_KEY) for api as here, and ${PROXY}`;
    return [failed(WEBHOOK, detail, remedy)];
  },
};

export const checkPublicGateway: Check = {
  name: 'public gateway',
  run: async ({ environment, timeoutMs }) => {
    const { PUBLIC_GATEWAY_URL } = environment;
    if (PUBLIC_GATEWAY_URL === undefined) return [];
    const url = `${withoutSlash(PUBLIC_GATEWAY_URL)}/media`;
    const token = randomBytes(24).toString('base64url');
    let finding: Finding;
    try {
      const messages = [connectedMessage, startMessage({ token })];
      const { closeCode, milliseconds } = await probeWebSocket({ url, messages, timeoutMs });
      if (closeCode === POLICY_VIOLATION) {
        finding = ok('public gateway', `${url} connects in ${milliseconds} ms and rejects unknown tokens`);
      } else if (closeCode === TRY_AGAIN_LATER) {
        finding = warning('public gateway', `${url} is shutting down and doesn’t accept calls`, 'restart gateway');
      } else {
        const detail = `${url} doesn’t reject unknown tokens like gateway (${closeCode ?? 'it responds'})`;
        finding = failed('public gateway', detail, 'make the proxy forward PUBLIC_GATEWAY_URL to gateway');
      }
    } catch (error) {
      if (!(error instanceof UpgradeRefused)) throw error;
      const remedy = 'make the proxy forward WebSocket upgrades of PUBLIC_GATEWAY_URL to gateway';
      finding = failed('public gateway', `${url}: ${error.message}`, remedy);
    }
    return [finding];
  },
};
