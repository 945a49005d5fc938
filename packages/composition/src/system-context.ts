import { join } from 'node:path';
import type { Settings, SystemContext } from '@leadlock/context/context';
import { systemClock } from '@leadlock/core/clock';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { requireVariable, type Environment } from '@leadlock/core/environment';
import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import { reportRefusedAccount } from '@leadlock/crm/integrations';
import { connectDatabase } from '@leadlock/db/client';
import { requireProductLogin } from '@leadlock/db/login/require-product-login';
import { waitForDatabase } from '@leadlock/db/wait-for-database';
import { loadPlans } from '@leadlock/identity/plans';
import { createIsolation } from '@leadlock/isolation';
import { createJobQueue } from '@leadlock/jobs/job-queue';
import { inBackground } from '@leadlock/observability/in-background';
import type { Logger } from '@leadlock/observability/logger';
import type { Shutdown } from '@leadlock/observability/shutdown';
import type { FileStorage, Providers } from '@leadlock/providers/contracts';
import { createDns } from '@leadlock/providers/dns';
import { bareAddress, createResend } from '@leadlock/providers/email';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createDiskStorage, createS3Storage } from '@leadlock/providers/storage';
import { createTwilio, type TwilioOptions } from '@leadlock/providers/twilio';
import { connectElevenLabs } from '@leadlock/voice/realtime/elevenlabs';
import { VOICE_VENDORS, type VoiceVendor } from '@leadlock/voice/vendors';
import { subscriptions, tools } from './domains.ts';
import { connectLanguageModels } from './language-models.ts';
import { connectSpeech } from './speech.ts';

export interface SystemContextOptions {
  /** The process, as the actor of what it does by itself. */
  service: string;
  log: Logger;
  /** Whether somebody waits for what it does: `jobs` may take longer in the database. */
  work: 'requests' | 'jobs';
  /** Closes what is opened here. */
  shutdown: Pick<Shutdown, 'onClose'>;
}

/** Of the vendors that are built, whether calls can be held with them here. */
function voiceProviderStates(environment: Environment): Settings['voiceProviders'] {
  const built = Object.entries<VoiceVendor>(VOICE_VENDORS).filter(([, { isBuilt }]) => isBuilt);
  const hasKey = ({ service }: VoiceVendor): boolean => !service || environment[service.variables.key] !== undefined;
  return Object.fromEntries(built.map(([name, vendor]) => [name, hasKey(vendor) ? 'ready' : 'key_missing']));
}

function readSettings(environment: Environment): Settings {
  const publicApiUrl = withoutTrailingSlash(environment.PUBLIC_API_URL);
  return {
    publicApiUrl,
    publicGatewayUrl: withoutTrailingSlash(environment.PUBLIC_GATEWAY_URL),
    dashboardUrl: withoutTrailingSlash(environment.DASHBOARD_URL ?? `${publicApiUrl}/app`),
    termsUrl: environment.TERMS_URL,
    privacyUrl: environment.PRIVACY_URL,
    jwtSecret: environment.JWT_SECRET,
    ghlSsoSecret: environment.GHL_SSO_SECRET,
    emailFrom: environment.EMAIL_FROM === undefined ? undefined : bareAddress(environment.EMAIL_FROM),
    plans: loadPlans(environment.PLANS_FILE),
    voiceProviders: voiceProviderStates(environment),
    hasLocalModel: environment.LOCAL_LLM_URL !== undefined,
  };
}

/** Files below DATA_DIR, or in the bucket that STORAGE_URL names. */
export function openStorage(environment: Environment): FileStorage {
  if (environment.STORAGE_URL === undefined) return createDiskStorage(join(environment.DATA_DIR, 'files'));
  return createS3Storage({
    url: environment.STORAGE_URL,
    endpoint: environment.S3_ENDPOINT,
    accessKeyId: requireVariable(environment, 'S3_ACCESS_KEY_ID'),
    secretAccessKey: requireVariable(environment, 'S3_SECRET_ACCESS_KEY'),
  });
}

function connectProviders(
  environment: Environment,
  { onRefusedCredentials }: Pick<TwilioOptions, 'onRefusedCredentials'>,
): Providers {
  return {
    telephony: createTwilio({
      apiUrl: environment.TWILIO_API_URL,
      messagingUrl: environment.TWILIO_MESSAGING_URL,
      onRefusedCredentials,
    }),
    email: createResend({
      apiUrl: environment.RESEND_API_URL,
      apiKey: () => requireVariable(environment, 'RESEND_API_KEY'),
      from: () => requireVariable(environment, 'EMAIL_FROM'),
    }),
    storage: openStorage(environment),
    outboundHttp: createOutboundHttp({ allowHosts: environment.OUTBOUND_ALLOW_HOSTS }),
    dns: createDns({ servers: environment.DNS_SERVERS }),
    llm: connectLanguageModels(environment),
    speech: connectSpeech(environment),
    elevenLabs: environment.ELEVENLABS_API_KEY
      ? connectElevenLabs({ url: environment.ELEVENLABS_API_URL, apiKey: environment.ELEVENLABS_API_KEY })
      : null,
  };
}

const JOB_WAIT_MS = 60_000;
const JOB_LOCK_FACTOR = 3;

/** How the process uses the database. */
function databaseOptions(environment: Environment, work: SystemContextOptions['work']) {
  const lockMs = environment.DATABASE_LOCK_TIMEOUT_SECONDS * 1_000;
  const idleInTransactionMs = environment.DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS * 1_000;
  return {
    maxConnections: environment.DATABASE_CONNECTIONS,
    connectionsPerTenant: environment.DATABASE_CONNECTIONS_PER_TENANT,
    limits:
      work === 'jobs'
        ? {
            waitMs: JOB_WAIT_MS,
            statementMs: environment.DATABASE_JOB_STATEMENT_TIMEOUT_SECONDS * 1_000,
            lockMs: lockMs * JOB_LOCK_FACTOR,
            idleInTransactionMs,
          }
        : {
            waitMs: environment.DATABASE_WAIT_SECONDS * 1_000,
            statementMs: environment.DATABASE_STATEMENT_TIMEOUT_SECONDS * 1_000,
            lockMs,
            idleInTransactionMs,
          },
  };
}

/** All that verbs need, wired from the environment: the same in api, gateway and worker. */
export async function createSystemContext(
  environment: Environment,
  { service, log, work, shutdown }: SystemContextOptions,
): Promise<SystemContext> {
  const connectionString = requireVariable(environment, 'DATABASE_URL');
  const secrets = createSecretBox(environment.ENCRYPTION_KEY.split(','));
  await waitForDatabase(connectionString, {
    patienceMs: environment.DATABASE_START_WAIT_SECONDS * 1_000,
    onAttemptFailed: (err) => log.warn({ err }, 'can’t connect to the database yet'),
  });
  await requireProductLogin(connectionString);
  const database = connectDatabase({
    ...databaseOptions(environment, work),
    connectionString,
    onIdleError: (err) => log.warn({ err }, 'an idle database connection was lost'),
  });
  shutdown.onClose('database', () => database.close());
  const jobs = await createJobQueue({ connectionString, log });
  shutdown.onClose('job queue', () => jobs.close());
  const isolation = createIsolation();
  shutdown.onClose('threads', () => isolation.close());
  return {
    database,
    db: database.system,
    actor: { type: 'system', name: service },
    clock: systemClock,
    jobs,
    subscriptions,
    tools,
    providers: connectProviders(environment, {
      onRefusedCredentials: (accountSid) =>
        inBackground(reportRefusedAccount({ database, jobs, log }, accountSid), log, 'reporting a rejected account'),
    }),
    isolation,
    secrets,
    settings: readSettings(environment),
    log,
  };
}
