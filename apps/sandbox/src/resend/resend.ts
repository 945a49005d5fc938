import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { z } from 'zod';
import { adminHandler } from '../admin.ts';
import { readEmailRequest, VERIFIED_DOMAINS } from './email-request.ts';
import { emailPage, inboxPage } from './inbox-page.ts';
import { Mailbox, type SentEmail } from './mailbox.ts';
import { ResendError } from './resend-error.ts';

export interface ResendSandbox {
  /** Resend's API. */
  rest: Router;
  /** What was sent, as JSON, and faults to come. */
  admin: Router;
  /** What was sent, for people. */
  inbox: Router;
  reset(): void;
}

const API_KEY = 're_sandbox';

/** The refusals that a test or a demonstration may ask for, as Resend sends them. */
const FAULTS = {
  rate_limit_exceeded: { status: 429, message: 'Too many requests. Please limit the number of requests per second.' },
  daily_quota_exceeded: { status: 429, message: 'You have reached your daily email sending quota.' },
  internal_server_error: { status: 500, message: 'An unexpected error occurred.' },
} as const;
type FaultName = keyof typeof FAULTS;

const NewFault = z.strictObject({
  kind: z.enum(Object.keys(FAULTS) as [FaultName, ...FaultName[]]),
  /** How many requests it strikes. */
  count: z.int().min(1).default(1),
});

/** `Email` of Resend's published description. */
const toEmail = (email: SentEmail): Record<string, unknown> => ({
  object: 'email',
  id: email.id,
  to: email.to,
  from: email.from,
  created_at: email.createdAt,
  subject: email.subject,
  html: email.html ?? null,
  text: email.text ?? null,
  bcc: email.bcc ?? [],
  cc: email.cc ?? [],
  reply_to: email.reply_to ?? [],
  last_event: 'delivered',
});

const requireKey: RequestHandler = (request, _response, next) => {
  if (request.headers['user-agent'] === undefined) throw new ResendError(403, 'validation_error', 'error code: 1010');
  const authorization = request.headers.authorization;
  if (authorization === undefined) {
    throw new ResendError(401, 'missing_api_key', 'Missing API key in the authorization header.');
  }
  if (authorization !== `Bearer ${API_KEY}`) throw new ResendError(403, 'invalid_api_key', 'API key is invalid');
  next();
};

const errors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof ResendError) {
    if (error.status === 429) response.setHeader('retry-after', '1');
    response.status(error.status).json(error.body);
  } else if (error instanceof SyntaxError) {
    const refusal = new ResendError(422, 'validation_error', 'The request body is not valid JSON.');
    response.status(refusal.status).json(refusal.body);
  } else next(error);
};

/** `to`: an address, or a part of one. */
const Wanted = z.strictObject({ to: z.string().max(320).optional() });

/** Resend's `/emails` with its refusals, and an inbox that shows what was sent. */
export function createResendSandbox(): ResendSandbox {
  const mailbox = new Mailbox();
  let faults: FaultName[] = [];
  const newestFirst = (): SentEmail[] => [...mailbox.emails.values()].toReversed();

  const rest = Router();
  rest.use(requireKey, express.json({ limit: '40mb' }));
  rest.post('/emails', (request, response) => {
    const fault = faults.shift();
    if (fault !== undefined) throw new ResendError(FAULTS[fault].status, fault, FAULTS[fault].message);
    const id = mailbox.send(readEmailRequest(request.body), request.get('idempotency-key'));
    response.json({ id });
  });
  rest.get('/domains', (_request, response) => {
    const data = [...VERIFIED_DOMAINS].map((name, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name,
      status: 'verified',
      created_at: '2026-01-01T00:00:00.000Z',
      region: 'us-east-1',
    }));
    response.json({ object: 'list', has_more: false, data });
  });
  rest.get('/emails/:id', (request, response) => {
    const email = mailbox.emails.get(request.params.id);
    if (!email) throw new ResendError(404, 'not_found', 'Email not found');
    response.json(toEmail(email));
  });
  rest.use(() => {
    throw new ResendError(404, 'not_found', 'The requested endpoint does not exist.');
  });
  rest.use(errors);

  const admin = Router();
  admin.get(
    '/emails',
    adminHandler(({ query }) => {
      const { to } = Wanted.parse(query);
      return { emails: newestFirst().filter((email) => to === undefined || email.to.some((one) => one.includes(to))) };
    }),
  );
  admin.post(
    '/faults',
    adminHandler(({ body }) => {
      const { kind, count } = NewFault.parse(body);
      for (let struck = 0; struck < count; struck++) faults.push(kind);
      return {};
    }),
  );

  const inbox = Router();
  inbox.get('/', (_request, response) => {
    response.type('html').send(inboxPage(newestFirst()));
  });
  inbox.get('/:id', (request, response) => {
    const email = mailbox.emails.get(request.params.id);
    if (email) response.type('html').send(emailPage(email));
    else response.sendStatus(404);
  });

  return {
    rest,
    admin,
    inbox,
    reset() {
      mailbox.clear();
      faults = [];
    },
  };
}
