import type { Kysely } from 'kysely';
import { CHANGES_CHANNEL, type Change } from './change.ts';
import type { DB } from './generated/database.ts';
import { transactionHasEnded } from './transaction-misuse.ts';

type Db = Kysely<DB>;

/** A Postgres notification that is sent once what it tells of is committed. */
export interface Announcement {
  channel: string;
  payload: string;
}

/** Where announcements go that are made with a `Db`: out, or to the transaction around it until that is committed. */
export interface Outlet {
  /** That of a transaction which has ended; nothing more is told. */
  readonly hasEnded: boolean;
  add(announcement: Announcement): void;
}

const outlets = new WeakMap<Db, Outlet>();

export const setOutlet = (db: Db, outlet: Outlet): unknown => outlets.set(db, outlet);

/** Null of what does not announce: connections of an owner of the tables. */
export const outletOf = (db: Db): Outlet | null => outlets.get(db) ?? null;

/** What a transaction announces: kept until it is committed, and gone with it when it is rolled back. */
export class HeldAnnouncements implements Outlet {
  readonly #held: Announcement[] = [];
  #hasEnded = false;

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  add(announcement: Announcement): void {
    this.#held.push(announcement);
  }

  /** The work of the transaction has returned or thrown: whatever is announced from now on comes too late. */
  end(): void {
    this.#hasEnded = true;
  }

  release(to: Outlet): void {
    for (const announcement of this.#held.splice(0)) to.add(announcement);
  }
}

/** What Postgres takes in a notification. */
const MOST_BYTES = 7_999;

/**
 * Sends a notification, at once or after the transaction that `db` is: never what is rolled back. `NOTIFY` itself, inside a
 * transaction that writes, would make all such commits of the whole database wait for each other's disk.
 * It is a hint, and may get lost: with the process, or with the database.
 * @throws TypeError for a transaction that was not begun by `withTransaction`
 * @throws TransactionMisuse for one that has ended
 * @throws RangeError for more than a notification holds, which could never be sent and would hold up what comes after it
 */
export function announce(db: Db, announcement: Announcement): void {
  const outlet = outletOf(db);
  if (outlet === null) throw new TypeError('Announcements require a transaction started with withTransaction');
  if (outlet.hasEnded) throw transactionHasEnded();
  if (Buffer.byteLength(announcement.payload) > MOST_BYTES) {
    throw new RangeError(`The announcement on ${announcement.channel} is larger than ${MOST_BYTES} bytes`);
  }
  outlet.add(announcement);
}

/** Tells who watches that a row was written, as `announce` does. Whoever writes what is watched calls this. */
export const announceChange = (db: Db, { table, tenant_id, id, part }: Change): void =>
  announce(db, { channel: CHANGES_CHANNEL, payload: JSON.stringify({ table, tenant_id, id, part }) });
