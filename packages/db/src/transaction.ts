import { HeldAnnouncements, outletOf, setOutlet } from './announcements.ts';
import type { Db } from './client.ts';
import { transactionHasEnded } from './transaction-misuse.ts';

/**
 * Runs `work` in a transaction; inside another one it joins that, so that verbs can be composed. What is announced in it
 * goes out once it is committed. The transaction ends with `work`: a query that comes later is refused, and one that still
 * runs when `work` returns undoes all of it, for what was to follow that query could only be lost.
 * @throws TransactionMisuse
 */
export async function withTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
  const outlet = outletOf(db);
  if (outlet?.hasEnded) throw transactionHasEnded();
  if (db.isTransaction) return work(db);
  const held = new HeldAnnouncements();
  const result = await db.transaction().execute(async (trx) => {
    if (outlet) setOutlet(trx, held);
    try {
      return await work(trx);
    } finally {
      held.end();
    }
  });
  if (outlet) held.release(outlet);
  return result;
}
