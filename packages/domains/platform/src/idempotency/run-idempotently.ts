import type { SystemContext } from '@leadlock/context/context';
import { actorKey } from '@leadlock/core/actor';
import { AppError, badRequest, conflict } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { inOneTransaction } from '@leadlock/db/in-one-transaction';
import { withTransaction } from '@leadlock/db/transaction';
import type { Principal } from '@leadlock/trpc/principal';
import { encloseRequest, type RequestContext } from '@leadlock/trpc/request-context';
import type { RestOptions } from '@leadlock/trpc/rest/handler';
import { RestReply } from '@leadlock/trpc/rest/reply';
import { CLAIM_MS, KeptKey } from './kept-key.ts';
import { requestHash } from './request-hash.ts';

type RunIdempotently = NonNullable<RestOptions['runIdempotently']>;

const MAX_KEY_LENGTH = 255;
const RETRY_SECONDS = 1;

/** A request that carries a key. */
interface KeyedRequest {
  kept: KeptKey;
  context: RequestContext;
  principal: Principal;
  run: (context: RequestContext) => Promise<unknown>;
}

const stillRunning = (): AppError =>
  new AppError('conflict', 'The first request with this Idempotency-Key is still in progress', {
    retryAfterSeconds: RETRY_SECONDS,
  });

/**
 * Takes the key for this request while the transaction lasts. What it returns is the answer that the same request got
 * before; null when it got none.
 * @throws conflict when the key stands for another request, or the first one still runs
 */
async function takeKey(kept: KeptKey, trx: Db, now: Date): Promise<{ answer: unknown } | null> {
  if (!(await kept.lock(trx))) throw stillRunning();
  const stored = await kept.find(trx);
  if (stored === undefined) return null;
  const isAbandoned = stored.claimed_until !== null && stored.claimed_until <= now;
  if (isAbandoned) return null;
  if (!kept.isFor(stored)) throw conflict('This Idempotency-Key was already used for a different request');
  if (stored.sealed_answer === null) throw stillRunning();
  return { answer: kept.answerOf(stored.sealed_answer) };
}

const replay = ({ request }: RequestContext, answer: unknown): unknown => {
  request.setHeader('idempotency-replayed', 'true');
  return answer;
};

/** What is no JSON cannot be kept; no operation that honors keys answers with it. */
const canBeKept = (answer: unknown): boolean => !(answer instanceof RestReply);

/** Does all that the request does and keeps its answer in one transaction. */
async function runAtomically(system: SystemContext, { kept, context, principal, run }: KeyedRequest): Promise<unknown> {
  const enclosed = encloseRequest(context);
  try {
    const answer = await inOneTransaction(system.database, principal.tenantId, async (within) => {
      const db = within.tenant(principal.tenantId);
      const earlier = await takeKey(kept, db, system.clock.now());
      if (earlier !== null) return replay(context, earlier.answer);
      const result = await run(enclosed.using(within));
      if (canBeKept(result)) await kept.keepAnswer(db, result);
      return result;
    });
    await enclosed.ended(null);
    return answer;
  } catch (error) {
    await enclosed.ended({ error });
    throw error;
  }
}

/** Runs what may be done again, and meanwhile claims the key; a claim that nobody renews any more is over. */
async function runRepeatably(system: SystemContext, { kept, context, run }: KeyedRequest): Promise<unknown> {
  const { db, log } = system;
  const taken = await withTransaction(db, async (trx) => {
    const earlier = await takeKey(kept, trx, system.clock.now());
    return earlier ?? { claim: await kept.claim(trx) };
  });
  if (!('claim' in taken)) return replay(context, taken.answer);
  const renewal = setInterval(() => {
    kept
      .renew(db, taken.claim)
      .catch((err: unknown) => log.warn({ err }, "failed to renew an idempotency key's claim"));
  }, CLAIM_MS / 3);
  try {
    const answer = await run(context);
    if (canBeKept(answer)) await kept.keepAnswer(db, answer);
    else await kept.giveUp(db, taken.claim);
    return answer;
  } catch (error) {
    await kept
      .giveUp(db, taken.claim)
      .catch((err: unknown) => log.warn({ err }, "failed to release an idempotency key's claim; it will expire"));
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

/**
 * Runs a request that carries an `Idempotency-Key` once in 24 hours and answers repetitions as the first time. A key
 * belongs to the user or API key that sends it. Another request under the same key, and a repetition while the first one
 * runs, give 409. A request that failed, or was cut off by the death of its process or its database, has done nothing
 * and leaves the key free; where an operation is `repeatable` instead of atomic, it may be done again.
 */
export function createIdempotentRunner(system: SystemContext): RunIdempotently {
  return async ({ key, operation, context, input }, run) => {
    const principal = await context.caller.principal();
    if (principal === null) return run(context);
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
      throw badRequest(`Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} characters long`);
    }
    const id = { tenant_id: principal.tenantId, principal: actorKey(principal.actor), key };
    const hash = await requestHash(operation.name, context.caller.subAccountId, input);
    const request: KeyedRequest = { kept: new KeptKey(system, id, hash), context, principal, run };
    return operation.rest.idempotent === 'repeatable' ? runRepeatably(system, request) : runAtomically(system, request);
  };
}
