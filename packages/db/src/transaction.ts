import { HeldAnnouncements, outletOf, setOutlet } from './announcements.ts';
import type { Db } from './client.ts';

/**
 * Runs `work` in a transaction; inside another one it joins that, so that verbs can be composed. What is announced in it
 * goes out once it is committed.
 */
export async function withTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
  if (db.isTransaction) return work(db);
  const outlet = outletOf(db);
  const held = new HeldAnnouncements();
  const result = await db.transaction().execute((trx) => {
    if (outlet) setOutlet(trx, held);
    return work(trx);
  });
  if (outlet) held.release(outlet);
  return result;
}
