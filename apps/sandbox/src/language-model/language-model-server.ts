import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { adminHandler } from '../admin.ts';
import { ComingFaults } from '../coming-faults.ts';
import { flood, moment } from '../flood.ts';
import { asObject, type JsonObject } from '../realtime/json.ts';
import { textTokens } from '../realtime/usage.ts';
import type { Answer, ModelDialect, ModelEndpoint, Reading, ServerEvent } from './dialect.ts';
import { ModelFault } from './faults.ts';
import type { ModelRequest, Thought } from './model-request.ts';
import { PromptCache } from './prompt-cache.ts';
import { Refusal } from './refusal.ts';
import { outputTokens, think } from './think.ts';

export interface LanguageModelServer {
  /** The vendor's addresses, below its base. */
  rest: Router;
  admin: Router;
  reset(): void;
}

const MAX_BODY = '10mb';
/** Requests that the administration shows. */
const KEPT_REQUESTS = 50;
const GARBAGE = '<html><body>Bad gateway</body></html>';

interface SeenRequest {
  path: string;
  body: unknown;
  /** `gone`: the client went away before the end. */
  state: 'open' | 'answered' | 'gone';
}

const promptOf = ({ instructions, tools, turns }: ModelRequest): string => JSON.stringify([instructions, tools, turns]);

const toFrame = ({ event, data }: ServerEvent): string =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** One vendor's language models. */
export function createLanguageModelServer(dialect: ModelDialect): LanguageModelServer {
  const faults = new ComingFaults<ModelFault>();
  const cache = new PromptCache();
  let seen: SeenRequest[] = [];

  function see(request: Request, response: Response): void {
    const entry: SeenRequest = { path: request.path, body: request.body, state: 'open' };
    seen = [...seen, entry].slice(-KEPT_REQUESTS);
    response.once('close', () => (entry.state = response.writableFinished ? 'answered' : 'gone'));
  }

  function refuse(response: Response, refusal: Refusal): void {
    const { status, retryAfterSeconds } = refusal;
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
    response.status(status).json(dialect.refusalBody(refusal));
  }

  async function answer({ request, model }: Reading, fault: ModelFault | null): Promise<Answer> {
    const thought: Thought =
      fault?.kind === 'off-schema'
        ? { text: 'I would rather say it in words.', calls: [], isCut: false }
        : await think(request);
    const prompt = promptOf(request);
    const usage = { input: textTokens(prompt), cached: cache.read(prompt), output: outputTokens(thought) };
    return { thought, usage, model, isFiltered: fault?.kind === 'content-filter' };
  }

  async function tell(response: Response, events: readonly ServerEvent[], fault: ModelFault | null): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    for (const [index, event] of events.entries()) {
      if (fault && 'afterChunks' in fault && fault.afterChunks === index) {
        if (fault.kind === 'silence') return;
        if (fault.kind === 'drop') {
          response.destroy();
          return;
        }
        if (fault.kind === 'cut') break;
        response.write(fault.kind === 'garbage' ? `data: ${GARBAGE}\n\n` : toFrame(dialect.errorEvent()));
      }
      response.write(toFrame(event));
      await moment();
    }
    response.end();
  }

  async function serve(endpoint: ModelEndpoint, request: Request, response: Response): Promise<void> {
    see(request, response);
    const fault = faults.next();
    if (fault?.kind === 'stall') return;
    if (fault?.kind === 'flood') return flood(response, 'application/json');
    if (fault?.kind === 'refuse') {
      const { status, message = 'Refused as asked for.', code = null, retryAfterSeconds } = fault;
      throw new Refusal(status, message, { code, retryAfterSeconds });
    }
    dialect.checkKey(request.headers);
    const body = asObject(request.body);
    if (!body) throw new Refusal(400, 'We could not parse the JSON body of your request.');
    const reading = endpoint.read(body, request.headers);
    const told = await answer(reading, fault);
    if (reading.isStreamed) return tell(response, reading.events(told), fault);
    if (fault?.kind === 'drop') response.destroy();
    else if (fault?.kind === 'garbage') response.type('json').send(GARBAGE);
    else if (fault?.kind !== 'silence') response.json(reading.whole(told));
  }

  const refusals: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (error instanceof Refusal) refuse(response, error);
    else if (error instanceof SyntaxError) refuse(response, new Refusal(400, 'The body is not valid JSON.'));
    else if (asObject(error)?.type === 'entity.too.large')
      refuse(response, new Refusal(413, 'The request is too large.'));
    else next(error);
  };

  const rest = Router();
  rest.use(express.json({ limit: MAX_BODY }));
  for (const endpoint of dialect.endpoints) {
    rest.post(endpoint.path, (request, response) => serve(endpoint, request, response));
  }
  rest.get('/models', (request, response) => {
    dialect.checkKey(request.headers);
    response.json(dialect.listModels());
  });
  rest.get('/*path', (request, response) => {
    dialect.checkKey(request.headers);
    const stored: JsonObject | null = dialect.stored?.(request.path) ?? null;
    if (!stored) throw new Refusal(404, `Nothing is stored at ${request.path}.`);
    response.json(stored);
  });
  rest.use(refusals);

  const admin = Router();
  admin.post(
    '/faults',
    adminHandler(({ body }) => {
      faults.add(ModelFault.parse(body));
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
      cache.clear();
      seen = [];
      dialect.reset();
    },
  };
}
