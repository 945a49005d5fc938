import type { Db } from './client.ts';

/** Runs `work` in a transaction; inside another one it joins that, so that verbs can be composed. */
export function withTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}
