import {
  pino,
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  type Logger as PinoLogger,
  type LoggerOptions as PinoOptions,
} from 'pino';
import { redactSecrets } from './redact-secrets.ts';

export type Logger = PinoLogger;

export interface LoggerOptions {
  /** The process that logs: `api`, `voice-gateway`, `worker`, `sandbox`. */
  service: string;
  level: string;
  destination?: DestinationStream;
}

/**
 * JSON lines on stdout, one a message; ids of request, tenant, user and call come as fields from child loggers.
 * Secrets and people's words are redacted wherever they stand in what is logged.
 */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options: PinoOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: (fields) => redactSecrets(fields) },
    // Redaction has made a plain object of the error already.
    serializers: { err: (error: unknown) => error },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  return redactBindings(logger);
}

type MakeChild = (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger;

/** pino's formatters do not see the fields of child loggers, so these are redacted on their way in. */
function redactBindings(logger: Logger): Logger {
  const makeChild = Reflect.get(logger, 'child') as unknown as MakeChild;
  // Children inherit this method, so `this` is the logger that the child is made of.
  const child: MakeChild = function (bindings, options) {
    return makeChild.call(this, redactSecrets(bindings), options);
  };
  return Object.assign(logger, { child });
}

export const silentLogger: Logger = pino({ level: 'silent' });
