import type { SpeechVoice } from '@leadlock/voice/local';
import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { adminHandler } from '../admin.ts';
import { ComingFaults } from '../coming-faults.ts';
import { flood } from '../flood.ts';
import { Refusal } from '../language-model/refusal.ts';
import { asObject } from '../realtime/json.ts';
import type { SpeechDialect } from './dialect.ts';
import { SpeechFault } from './faults.ts';
import { speechFile } from './speech-format.ts';

export interface SpeechServer {
  /** The vendor's address for speech, below its base. */
  rest: Router;
  admin: Router;
  reset(): void;
}

export interface SpeechServerOptions {
  dialect: SpeechDialect;
  engine: () => Promise<SpeechVoice>;
}

/** Requests that the administration shows. */
const KEPT_REQUESTS = 50;
const GARBAGE = '<html><body>Bad gateway</body></html>';

interface SeenRequest {
  path: string;
  body: unknown;
}

/** One vendor's text to speech. */
export function createSpeechServer({ dialect, engine }: SpeechServerOptions): SpeechServer {
  const faults = new ComingFaults<SpeechFault>();
  let seen: SeenRequest[] = [];

  async function speak(request: Request, response: Response): Promise<void> {
    dialect.checkKey(request.headers);
    const body = asObject(request.body);
    if (!body) throw new Refusal(400, 'The body is not valid JSON.');
    const params = request.params as Record<string, string | undefined>;
    const { text, speaker, format } = dialect.read({ params, query: request.query, body });
    const mulaw = await (await engine()).synthesize(text, speaker);
    const file = await speechFile(mulaw, format);
    if (dialect.wrap) response.json(dialect.wrap(file));
    else response.type(file.contentType).send(file.audio);
  }

  async function serve(request: Request, response: Response): Promise<void> {
    seen = [...seen, { path: request.url, body: request.body }].slice(-KEPT_REQUESTS);
    const fault = faults.next();
    switch (fault?.kind) {
      case undefined:
        return speak(request, response);
      case 'stall':
        return;
      case 'drop':
        response.destroy();
        return;
      case 'flood':
        return flood(response, 'audio/mpeg');
      case 'garbage':
        response.type('html').send(GARBAGE);
        return;
      case 'empty':
        response.type('audio/mpeg').send(Buffer.alloc(0));
        return;
      case 'refuse': {
        const { status, message = 'Refused as asked for.', code = null, retryAfterSeconds } = fault;
        throw new Refusal(status, message, { code, retryAfterSeconds });
      }
    }
  }

  const refusals: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (!(error instanceof Refusal)) return next(error);
    const { status, retryAfterSeconds } = error;
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
    response.status(status).json(dialect.refusalBody(error));
  };

  const rest = Router();
  rest.post(dialect.path, express.json({ limit: '1mb' }), serve, refusals);

  const admin = Router();
  admin.post(
    '/faults',
    adminHandler(({ body }) => {
      faults.add(SpeechFault.parse(body));
      return {};
    }),
  );
  admin.get(
    '/requests',
    adminHandler(() => ({ requests: seen })),
  );

  return {
    rest,
    admin,
    reset() {
      faults.clear();
      seen = [];
    },
  };
}
