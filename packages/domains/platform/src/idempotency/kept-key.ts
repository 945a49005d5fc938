import { createHash } from 'node:crypto';
import type { SystemContext } from '@leadlock/context/context';
import { describeSealedValues } from '@leadlock/context/sealed-values';
import { newId } from '@leadlock/core/ids';
import type { DB, Db } from '@leadlock/db/client';
import { sql, type Selectable } from 'kysely';

export type StoredKey = Selectable<DB['idempotency_keys']>;

const KEPT_MS = 24 * 3_600_000;

/** How long after the death of its process the key of a request stays taken, where that is not a transaction. */
export const CLAIM_MS = 30_000;

export interface KeyOfPrincipal {
  tenant_id: string;
  principal: string;
  key: string;
}

const purpose = ({ tenant_id, principal, key }: KeyOfPrincipal): string =>
  `idempotent_answer:${tenant_id}:${principal}:${key}`;

/** They expire after a day, and with them the need for the key they are sealed under. */
export const sealedIdempotentAnswers = describeSealedValues({
  name: 'responses kept for idempotency keys',
  table: 'idempotency_keys',
  key: ['tenant_id', 'principal', 'key'],
  where: sql<boolean>`sealed_answer IS NOT NULL`,
  sealed: sql<string>`sealed_answer`,
  assign: (sealed) => sql`sealed_answer = ${sealed}`,
  bound: { tenant_id: sql<string>`tenant_id`, principal: sql<string>`principal`, key: sql<string>`key` },
  purpose,
});

/** One principal's key, as it is kept. The functions take a connection of the principal's tenant or the system. */
export class KeptKey {
  readonly #system: SystemContext;
  readonly #id: KeyOfPrincipal;
  readonly #hash: Buffer;

  constructor(system: SystemContext, id: KeyOfPrincipal, hash: Buffer) {
    this.#system = system;
    this.#id = id;
    this.#hash = hash;
  }

  /** Takes the key until the transaction ends, however that is. False when another transaction has it. */
  async lock(trx: Db): Promise<boolean> {
    const { tenant_id, principal, key } = this.#id;
    const name = createHash('sha256')
      .update(JSON.stringify(['idempotency', tenant_id, principal, key]))
      .digest();
    const { rows } = await sql<{ locked: boolean }>`
      SELECT pg_try_advisory_xact_lock(${name.readBigInt64BE(0).toString()}::bigint) AS locked
    `.execute(trx);
    return rows[0]?.locked === true;
  }

  /** What the key was used for before; one that has expired was not. */
  find(db: Db): Promise<StoredKey | undefined> {
    return db
      .selectFrom('idempotency_keys')
      .selectAll()
      .where((eb) => eb.and({ ...this.#id }))
      .where('created_at', '>', expiry(this.#system))
      .executeTakeFirst();
  }

  /** Whether what was kept belongs to the same request. */
  isFor({ request_hash }: StoredKey): boolean {
    return request_hash.equals(this.#hash);
  }

  async keepAnswer(db: Db, answer: unknown): Promise<void> {
    // Sealed, because an answer may show a secret that is shown only once.
    const sealed = this.#system.secrets.seal(JSON.stringify({ answer }), purpose(this.#id));
    await this.#put(db, { sealed_answer: sealed, claim: null, claimed_until: null });
  }

  answerOf(sealed: string): unknown {
    return (JSON.parse(this.#system.secrets.open(sealed, purpose(this.#id))) as { answer?: unknown }).answer;
  }

  /** Takes the key for a process, which must renew its claim. The key must be locked, and free. */
  async claim(trx: Db): Promise<string> {
    const claim = newId();
    await this.#put(trx, { sealed_answer: null, claim, claimed_until: this.#claimEnd() });
    return claim;
  }

  async renew(db: Db, claim: string): Promise<void> {
    await db
      .updateTable('idempotency_keys')
      .set({ claimed_until: this.#claimEnd() })
      .where((eb) => eb.and({ ...this.#id, claim }))
      .execute();
  }

  async giveUp(db: Db, claim: string): Promise<void> {
    await db
      .deleteFrom('idempotency_keys')
      .where((eb) => eb.and({ ...this.#id, claim }))
      .execute();
  }

  async #put(db: Db, kept: Pick<StoredKey, 'sealed_answer' | 'claim' | 'claimed_until'>): Promise<void> {
    const values = { request_hash: this.#hash, created_at: this.#system.clock.now(), ...kept };
    await db
      .insertInto('idempotency_keys')
      .values({ ...this.#id, ...values })
      .onConflict((conflicting) => conflicting.columns(['tenant_id', 'principal', 'key']).doUpdateSet(values))
      .execute();
  }

  #claimEnd(): Date {
    return new Date(this.#system.clock.now().getTime() + CLAIM_MS);
  }
}

const expiry = (system: SystemContext): Date => new Date(system.clock.now().getTime() - KEPT_MS);

/** Forgets keys that have expired. */
export async function deleteExpiredKeys(system: SystemContext): Promise<void> {
  await system.db.deleteFrom('idempotency_keys').where('created_at', '<=', expiry(system)).execute();
}
