import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(1).max(1_000);
const seconds = z.coerce.number().min(0.1).max(86_400);
const url = z.url();
const secret = z.string().min(1).optional();

/**
 * Every address and secret the product reads, under its fixed name. Nothing else reads `process.env`.
 * Defaults are the real services; `PROVIDERS=sandbox` points them all at the sandbox (see `sandboxAddresses`).
 */
const Variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),

  /**
   * What the product logs in with: an account that owns nothing, which migrating makes. Absent: an embedded Postgres in
   * DATA_DIR.
   */
  DATABASE_URL: z.string().min(1).optional(),
  /** The same database for the account that owns its tables: for migrations and operators' commands, not for services. */
  DATABASE_OWNER_URL: z.string().min(1).optional(),
  /** How long a process that starts waits for a database that cannot be reached. */
  DATABASE_START_WAIT_SECONDS: seconds.default(60),
  /** Connections of each of a process's two pools: for what tenants ask for, and for what is not any tenant's. */
  DATABASE_CONNECTIONS: count.default(10),
  /** Of the first pool, how many one tenant may hold at once; half of them by default. */
  DATABASE_CONNECTIONS_PER_TENANT: count.optional(),
  /** How long a request waits for a connection that is free; then it is answered with 503. Jobs wait a minute. */
  DATABASE_WAIT_SECONDS: seconds.default(10),
  /** After how long Postgres stops a statement of a request, and of a job. */
  DATABASE_STATEMENT_TIMEOUT_SECONDS: seconds.default(15),
  DATABASE_JOB_STATEMENT_TIMEOUT_SECONDS: seconds.default(300),
  /** How long a statement of a request waits for a lock. Jobs wait three times as long. */
  DATABASE_LOCK_TIMEOUT_SECONDS: seconds.default(10),
  /** After how long Postgres ends a transaction that does nothing. */
  DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS: seconds.default(60),
  /** Set by the launcher of a service, which has bound its port: it gives the socket when it is asked for it. */
  LAUNCHER_SOCKET: z.stringbool().default(false),
  DATA_DIR: z.string().min(1).default('.data'),
  API_PORT: port.default(8000),
  GATEWAY_PORT: port.default(8001),
  /** Health and metrics of the worker, which serves nothing else. */
  WORKER_PORT: port.default(8003),
  /** Whoever reads `/metrics` of api, gateway and worker shows it as a bearer token. Absent: anybody may read them. */
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  /** Proxies that may name the client they speak for: addresses, ranges, `loopback`, `uniquelocal`, or how many there are. */
  TRUST_PROXY: z
    .string()
    .default('loopback')
    .transform((value) => (/^\d+$/.test(value) ? Number(value) : value)),
  PUBLIC_API_URL: url.default('http://localhost:8000'),
  PUBLIC_GATEWAY_URL: url.default('ws://localhost:8001'),
  /**
   * Where one gateway is reached, and no other, when several share PUBLIC_GATEWAY_URL: the same host, or one below it. Only
   * gateways read it. With it, calls are sent to the gateway that has opened their voice.
   */
  OWN_GATEWAY_URL: url.optional(),
  /** Where links in email lead; absent: the dashboard that the api serves, `${PUBLIC_API_URL}/app`. */
  DASHBOARD_URL: url.optional(),
  /** What people accept when they sign up: the operator's terms of service and privacy policy. */
  TERMS_URL: url.optional(),
  PRIVACY_URL: url.optional(),
  /** Hosts that URLs given by users may reach although they are private; comma-separated `host` or `host:port`. */
  OUTBOUND_ALLOW_HOSTS: z.string().default(''),
  /** Name servers that prove custom domains, `address` or `address:port` with commas; absent: those of the machine. */
  DNS_SERVERS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((server) => server.trim())
        .filter((server) => server !== ''),
    ),
  /** Requests a minute from one address to log-in and its kin; 5 by default, more with PROVIDERS=sandbox. */
  RATE_LIMIT_AUTH_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  /** Requests a minute of one user or API key elsewhere; 600 by default. */
  RATE_LIMIT_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  PLANS_FILE: z.string().min(1).optional(),
  JWT_SECRET: z.string().min(32, 'must have at least 32 characters'),
  /** 32 bytes in base64; several, comma-separated, while keys are rotated: the first one seals, all of them open. */
  ENCRYPTION_KEY: z.string().min(1),

  PROVIDERS: z.enum(['live', 'sandbox']).default('live'),
  SANDBOX_PORT: port.default(8002),
  SANDBOX_URL: url.default('http://localhost:8002'),

  TWILIO_API_URL: url.default('https://api.twilio.com'),
  TWILIO_MESSAGING_URL: url.default('https://messaging.twilio.com'),
  OPENAI_API_URL: url.default('https://api.openai.com/v1'),
  OPENAI_REALTIME_URL: url.default('wss://api.openai.com/v1/realtime'),
  OPENAI_API_KEY: secret,
  XAI_API_URL: url.default('https://api.x.ai/v1'),
  XAI_REALTIME_URL: url.default('wss://api.x.ai/v1/realtime'),
  XAI_MANAGEMENT_URL: url.default('https://management-api.x.ai/v1'),
  XAI_API_KEY: secret,
  XAI_MANAGEMENT_API_KEY: secret,
  GEMINI_API_URL: url.default('https://generativelanguage.googleapis.com'),
  GEMINI_LIVE_URL: url.default('wss://generativelanguage.googleapis.com'),
  GEMINI_API_KEY: secret,
  ELEVENLABS_API_URL: url.default('https://api.elevenlabs.io'),
  ELEVENLABS_API_KEY: secret,
  ANTHROPIC_API_URL: url.default('https://api.anthropic.com'),
  ANTHROPIC_API_KEY: secret,
  /** An OpenAI-compatible server: `local/…` models, and what the `local` voice thinks with; absent: its rule-based dialogue. */
  LOCAL_LLM_URL: url.optional(),
  GHL_API_URL: url.default('https://services.leadconnectorhq.com'),
  GHL_AUTHORIZE_URL: url.default('https://marketplace.gohighlevel.com/oauth/chooselocation'),
  GHL_CLIENT_ID: secret,
  GHL_CLIENT_SECRET: secret,
  GHL_SSO_SECRET: secret,
  GHL_WEBHOOK_PUBLIC_KEY: secret,
  STRIPE_API_URL: url.default('https://api.stripe.com'),
  STRIPE_SECRET_KEY: secret,
  STRIPE_WEBHOOK_SECRET: secret,
  RESEND_API_URL: url.default('https://api.resend.com'),
  RESEND_API_KEY: secret,
  EMAIL_FROM: z.string().min(1).optional(),
  JINA_READER_URL: url.default('https://r.jina.ai'),
  JINA_API_KEY: secret,
  SCREENSHOTONE_API_URL: url.default('https://api.screenshotone.com'),
  SCREENSHOTONE_ACCESS_KEY: secret,
  /** Absent: files live in DATA_DIR. Otherwise `s3://bucket`. */
  STORAGE_URL: z.string().min(1).optional(),
  S3_ENDPOINT: url.optional(),
  S3_ACCESS_KEY_ID: secret,
  S3_SECRET_ACCESS_KEY: secret,
});

export type Environment = Readonly<z.infer<typeof Variables>>;
export type EnvironmentVariable = keyof Environment;

/** Where each service stands in the sandbox, below SANDBOX_URL, and the keys that it accepts. */
function sandboxAddresses(sandboxUrl: string): Partial<Record<EnvironmentVariable, string>> {
  const http = sandboxUrl.replace(/\/$/, '');
  const ws = http.replace(/^http/, 'ws');
  const { hostname, port } = new URL(sandboxUrl);
  return {
    TWILIO_API_URL: `${http}/twilio`,
    TWILIO_MESSAGING_URL: `${http}/twilio-messaging`,
    OPENAI_API_URL: `${http}/openai/v1`,
    OPENAI_REALTIME_URL: `${ws}/openai/v1/realtime`,
    OPENAI_API_KEY: 'sk-sandbox',
    XAI_API_URL: `${http}/xai/v1`,
    XAI_REALTIME_URL: `${ws}/xai/v1/realtime`,
    XAI_MANAGEMENT_URL: `${http}/xai-management/v1`,
    XAI_API_KEY: 'xai-sandbox',
    XAI_MANAGEMENT_API_KEY: 'xai-management-sandbox',
    ELEVENLABS_API_URL: `${http}/elevenlabs`,
    ELEVENLABS_API_KEY: 'elevenlabs-sandbox',
    GEMINI_API_URL: `${http}/gemini`,
    GEMINI_LIVE_URL: `${ws}/gemini`,
    GEMINI_API_KEY: 'AIza-sandbox',
    ANTHROPIC_API_URL: `${http}/anthropic`,
    ANTHROPIC_API_KEY: 'sk-ant-sandbox',
    // Its name server has the same port over UDP; name servers are named by their addresses.
    ...(hostname === 'localhost' || hostname === '127.0.0.1' ? { DNS_SERVERS: `127.0.0.1:${port}` } : {}),
    RESEND_API_URL: `${http}/resend`,
    RESEND_API_KEY: 're_sandbox',
    EMAIL_FROM: 'Leadlock <hello@leadlock.example>',
  };
}

/** A variable that is missing or not usable. */
export interface EnvironmentProblem {
  variable: string;
  message: string;
}

export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/** Explicit variables win over the sandbox's addresses. */
function withSandboxAddresses(source: Record<string, string | undefined>): Record<string, string | undefined> {
  // An empty variable is one that was not set: compose files and CI write both.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const defaults = given.PROVIDERS === 'sandbox' ? sandboxAddresses(given.SANDBOX_URL ?? 'http://localhost:8002') : {};
  return { ...defaults, ...given };
}

const problemsOf = (error: z.ZodError): EnvironmentProblem[] =>
  error.issues.map((issue) => ({ variable: issue.path.join('.'), message: issue.message }));

/** Reads and checks the environment once per process. */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const result = Variables.safeParse(withSandboxAddresses(source));
  if (result.success) return result.data;
  const problems = problemsOf(result.error).map(({ variable, message }) => `  ${variable}: ${message}`);
  throw new EnvironmentError(`Invalid environment:\n${problems.join('\n')}`);
}

/** What can be read of an environment that may not be usable, for whoever looks for what is wrong with it. */
export function inspectEnvironment(source: Record<string, string | undefined>): {
  environment: Partial<Environment>;
  problems: EnvironmentProblem[];
} {
  const given = withSandboxAddresses(source);
  const problems = problemsOf(Variables.safeParse(given).error ?? new z.ZodError([])).map(({ variable, message }) => ({
    variable,
    message: given[variable] === undefined ? 'is not set' : message,
  }));
  const unusable = new Set(problems.map(({ variable }) => variable));
  const usable = Object.fromEntries(Object.entries(given).filter(([name]) => !unusable.has(name)));
  return { environment: Variables.partial().parse(usable), problems };
}

/** A secret needed now, or an error that names the variable to set. */
export function requireVariable<Name extends EnvironmentVariable>(
  environment: Environment,
  name: Name,
): NonNullable<Environment[Name]> {
  const value = environment[name];
  if (value === undefined || value === null) throw new EnvironmentError(`${name} is not set`);
  return value;
}
