import type { CallLeg } from './call-leg.ts';

interface Member {
  leg: CallLeg;
  endsConference: boolean;
  /** Told when the conference is over for them. */
  over: () => void;
}

/** Rooms by account and name. They begin with the first who enters and end with the last who leaves. */
export class Conferences {
  readonly #rooms = new Map<string, Set<Member>>();

  /**
   * Lets a leg into a room until it leaves, or the room is closed. Two people hear each other; this carrier mixes no more
   * than that.
   * @returns null for a room that is full
   */
  enter(leg: CallLeg, name: string, { endsConference, most }: { endsConference: boolean; most: number }) {
    const key = `${leg.account.sid} ${name}`;
    const room = this.#rooms.get(key) ?? new Set<Member>();
    if (room.size >= Math.min(most, 2)) return null;
    this.#rooms.set(key, room);
    const { promise, resolve } = Promise.withResolvers<void>();
    const member: Member = { leg, endsConference, over: resolve };
    room.add(member);
    connect(room);
    const leave = (): void => {
      if (!room.delete(member)) return;
      leg.peer = null;
      connect(room);
      resolve();
      if (room.size === 0) this.#rooms.delete(key);
      if (endsConference) for (const { over } of room) over();
    };
    return { over: promise, leave };
  }
}

function connect(room: ReadonlySet<Member>): void {
  const [one, other] = [...room].map(({ leg }) => leg);
  if (one) one.peer = other ?? null;
  if (other) other.peer = one ?? null;
}
