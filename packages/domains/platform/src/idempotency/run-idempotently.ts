import type { SystemContext } from '@leadlock/context/context';
import { describeSealedValues } from '@leadlock/context/sealed-values';
import { badRequest, conflict, type AppError } from '@leadlock/core/errors';
import type { DB } from '@leadlock/db/client';
import { isRefusal } from '@leadlock/trpc/http-error';
import type { Principal } from '@leadlock/trpc/principal';
import type { RestOptions } from '@leadlock/trpc/rest/handler';
import { RestReply } from '@leadlock/trpc/rest/reply';
import { sql, type Selectable } from 'kysely';
import { requestHash } from './request-hash.ts';

type RunIdempotently = NonNullable<RestOptions['runIdempotently']>;
type StoredKey = Selectable<DB['idempotency_keys']>;

const KEPT_MS = 24 * 3_600_000;
/** Longer than any request takes: what still runs after that was cut off. */
const CUT_OFF_AFTER_MS = 5 * 60_000;
const MAX_KEY_LENGTH = 255;

interface KeyOfPrincipal {
  tenant_id: string;
  principal: string;
  key: string;
}

const principalName = ({ actor }: Principal): string =>
  actor.type === 'user' ? `user:${actor.userId}` : actor.type === 'api_key' ? `api_key:${actor.apiKeyId}` : actor.type;

const purpose = ({ tenant_id, principal, key }: KeyOfPrincipal): string =>
  `idempotent_answer:${tenant_id}:${principal}:${key}`;

/** They expire after a day, and with them the need for the key they are sealed under. */
export const sealedIdempotentAnswers = describeSealedValues({
  name: 'answers kept for idempotency keys',
  table: 'idempotency_keys',
  key: ['tenant_id', 'principal', 'key'],
  where: sql<boolean>`sealed_answer IS NOT NULL`,
  sealed: sql<string>`sealed_answer`,
  assign: (sealed) => sql`sealed_answer = ${sealed}`,
  bound: { tenant_id: sql<string>`tenant_id`, principal: sql<string>`principal`, key: sql<string>`key` },
  purpose,
});

class KeyStore {
  readonly #system: SystemContext;

  constructor(system: SystemContext) {
    this.#system = system;
  }

  /** Takes the key for a request that begins now. Null when it is taken; a key that has expired is free. */
  async take(id: KeyOfPrincipal, hash: Buffer, now: Date): Promise<StoredKey | null> {
    const values = { request_hash: hash, state: 'running', sealed_answer: null, created_at: now };
    const row = await this.#system.db
      .insertInto('idempotency_keys')
      .values({ ...id, ...values })
      .onConflict((conflicting) =>
        conflicting
          .columns(['tenant_id', 'principal', 'key'])
          .doUpdateSet(values)
          .where('idempotency_keys.created_at', '<=', new Date(now.getTime() - KEPT_MS)),
      )
      .returningAll()
      .executeTakeFirst();
    return row ?? null;
  }

  find(id: KeyOfPrincipal): Promise<StoredKey | undefined> {
    return this.#system.db
      .selectFrom('idempotency_keys')
      .selectAll()
      .where((eb) => eb.and({ ...id }))
      .executeTakeFirst();
  }

  async keepAnswer(id: KeyOfPrincipal, answer: unknown): Promise<void> {
    // Sealed, because an answer may show a secret that is shown only once.
    const sealed = this.#system.secrets.seal(JSON.stringify({ answer }), purpose(id));
    await this.#system.db
      .updateTable('idempotency_keys')
      .set({ state: 'answered', sealed_answer: sealed })
      .where((eb) => eb.and({ ...id }))
      .execute();
  }

  answerOf(id: KeyOfPrincipal, sealed: string): unknown {
    return (JSON.parse(this.#system.secrets.open(sealed, purpose(id))) as { answer?: unknown }).answer;
  }

  async markUnknown(id: KeyOfPrincipal): Promise<void> {
    await this.#system.db
      .updateTable('idempotency_keys')
      .set({ state: 'unknown' })
      .where((eb) => eb.and({ ...id }))
      .execute();
  }

  async release(id: KeyOfPrincipal): Promise<void> {
    await this.#system.db
      .deleteFrom('idempotency_keys')
      .where((eb) => eb.and({ ...id }))
      .execute();
  }
}

/** What a request gets whose key was used before. */
function repeated(stored: StoredKey, hash: Buffer, now: Date): AppError | null {
  if (!stored.request_hash.equals(hash)) return conflict('This Idempotency-Key was used for another request');
  if (stored.state === 'answered') return null;
  const wasCutOff = now.getTime() - stored.created_at.getTime() > CUT_OFF_AFTER_MS;
  return stored.state === 'running' && !wasCutOff
    ? conflict('The first request with this Idempotency-Key is still running')
    : conflict(
        'The first request with this Idempotency-Key failed on its way and may have had an effect: look before you use a new key',
      );
}

/**
 * Runs a request that carries an `Idempotency-Key` once in 24 hours and answers repetitions as the first time. A key
 * belongs to the user or API key that sends it. Another request under the same key, and a repetition while the first one
 * runs, give 409. A request that was refused leaves the key free; one that failed in a way that may have had an effect
 * does not.
 */
export function createIdempotentRunner(system: SystemContext): RunIdempotently {
  const keys = new KeyStore(system);

  return async ({ key, operation, context, input }, run) => {
    const principal = await context.caller.principal();
    if (principal === null) return run();
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
      throw badRequest(`An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters`);
    }
    const id: KeyOfPrincipal = { tenant_id: principal.tenantId, principal: principalName(principal), key };
    const hash = await requestHash(operation.name, context.caller.subAccountId, input);
    const now = system.clock.now();
    if ((await keys.take(id, hash, now)) === null) {
      const stored = await keys.find(id);
      if (!stored) throw conflict('The first request with this Idempotency-Key was refused just now: send it again');
      const refusal = repeated(stored, hash, now);
      if (refusal) throw refusal;
      context.request.setHeader('idempotency-replayed', 'true');
      return keys.answerOf(id, stored.sealed_answer ?? '');
    }
    let answer: unknown;
    try {
      answer = await run();
    } catch (error) {
      // Refused, it may be sent again under the same key.
      await (isRefusal(error) ? keys.release(id) : keys.markUnknown(id));
      throw error;
    }
    // What is no JSON cannot be kept; no operation that honours keys answers with it.
    if (answer instanceof RestReply) await keys.release(id);
    else await keys.keepAnswer(id, answer);
    return answer;
  };
}

/** Forgets keys that have expired. */
export async function deleteExpiredKeys(system: SystemContext): Promise<void> {
  await system.db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<=', new Date(system.clock.now().getTime() - KEPT_MS))
    .execute();
}
