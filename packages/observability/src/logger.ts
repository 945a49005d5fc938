import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Anything under these names is a secret or a person's words and never reaches a log, however deep a caller nests it. */
const REDACTED = [
  'password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'auth_token',
  'authToken',
  'api_key',
  'apiKey',
  'authorization',
  'cookie',
  'secret',
  'plaintext_key',
  'transcript',
  'x-api-key',
  'x-twilio-signature',
];

export interface LoggerOptions {
  /** The process that logs: `api`, `voice-gateway`, `worker`, `sandbox`. */
  service: string;
  level: string;
  destination?: DestinationStream;
}

/** JSON lines on stdout, one a message; ids of request, tenant, user and call come as fields from child loggers. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: REDACTED.flatMap((name) =>
        /^\w+$/.test(name) ? [name, `*.${name}`, `*.*.${name}`] : [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`],
      ),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

export const silentLogger: Logger = pino({ level: 'silent' });
