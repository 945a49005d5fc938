const BYTES_PER_MS = 8;
/**
 * How far apart marks are. Between two of them the clock tells how far playback is, so this is not the precision but the
 * most by which a line that stalls can mislead us; each mark costs the gateway as much as another frame.
 */
const MARK_INTERVAL_BYTES = 400 * BYTES_PER_MS;
/** A mark that is not echoed so long after its audio must have ended is not waited for any longer. */
const MARK_PATIENCE_MS = 3000;

interface QueuedItem {
  id: string;
  start: number;
  end: number;
  /** What was heard of it before the last interruption, after which it was played on. */
  heardBefore: number;
}

export interface InterruptedItem {
  id: string;
  playedMs: number;
  producedMs: number;
}

/**
 * What the agent has sent and how much of it the caller has heard, in bytes of μ-law since the last interruption.
 * The other side echoes a mark when playback reaches it. Marks carry a generation: an interruption begins a new one,
 * so that the marks which `clear` throws back are not taken for played audio.
 */
export class Playback {
  #generation = 0;
  #sequence = 0;
  #sent = 0;
  #marked = 0;
  #sentAtLastLook = 0;
  #played = 0;
  /** When `#played` was known to be reached, or when playback of what follows it began. */
  #playedAt = 0;
  #items: QueuedItem[] = [];
  #marks: { name: string; at: number }[] = [];

  get hasUnplayed(): boolean {
    return this.#played < this.#sent;
  }

  /** How long it takes until everything has been heard. */
  unplayedMs(now: number): number {
    return this.hasUnplayed ? (this.#sent - this.#position(now)) / BYTES_PER_MS : 0;
  }

  /** For how long everything has been heard; 0 while there is more to hear. */
  quietMs(now: number): number {
    return this.hasUnplayed ? 0 : now - this.#playedAt;
  }

  get hasUnmarked(): boolean {
    return this.#marked < this.#sent;
  }

  /** True when audio waits for a mark and none was added since this was asked the last time. */
  lacksLastMark(): boolean {
    const paused = this.#sent === this.#sentAtLastLook;
    this.#sentAtLastLook = this.#sent;
    return paused && this.hasUnmarked;
  }

  /** How far playback is, in ms of all that was sent since the last interruption. */
  positionMs(now: number): number {
    return this.#position(now) / BYTES_PER_MS;
  }

  /** How long what was sent will still be heard. */
  leftMs(now: number): number {
    return (this.#sent - this.#position(now)) / BYTES_PER_MS;
  }

  /** @param heardMs what was heard of the item before, when it is played on */
  beginItem(id: string, heardMs = 0): void {
    this.#items.push({ id, start: this.#sent, end: this.#sent, heardBefore: heardMs * BYTES_PER_MS });
  }

  /** Audio was sent. True when it is time to send a mark. */
  add(bytes: number, now: number): boolean {
    if (!this.hasUnplayed) this.#playedAt = now;
    this.#sent += bytes;
    const item = this.#items.at(-1);
    if (item) item.end = this.#sent;
    return this.#sent - this.#marked >= MARK_INTERVAL_BYTES;
  }

  /** The name of the mark to send now. */
  mark(): string {
    const name = `${this.#generation}:${++this.#sequence}`;
    this.#marked = this.#sent;
    this.#marks.push({ name, at: this.#sent });
    return name;
  }

  /** A mark came back. Marks of an earlier generation, and unknown ones, change nothing. */
  echoed(name: string, now: number): void {
    const index = this.#marks.findIndex((mark) => mark.name === name);
    if (index >= 0) this.#reached(index, now);
  }

  /**
   * Gives up on marks that are long overdue: not every peer echoes them. The clock then tells what was played, so that a
   * peer which never echoes one costs this patience once and not for every mark.
   */
  expireMarks(now: number): void {
    for (let next = this.#marks[0]; next; next = this.#marks[0]) {
      const due = this.#playedAt + (next.at - this.#played) / BYTES_PER_MS;
      if (now <= due + MARK_PATIENCE_MS) return;
      this.#reached(0, due);
    }
  }

  /** How much of an item was heard, and how much of it there is, in ms; null when it is not in the queue any more. */
  heardOf(itemId: string, now: number): { playedMs: number; producedMs: number } | null {
    const item = this.#items.find(({ id }) => id === itemId);
    if (!item) return null;
    return lengthsOf(item, Math.min(this.#position(now), item.end));
  }

  /** Items that were heard to their end since the last call. The item that is being produced never counts as ended. */
  takeFinished(producing: string | null): string[] {
    const finished = this.#items.filter((item) => item.end <= this.#played && item.id !== producing);
    if (finished.length > 0) this.#items = this.#items.filter((item) => !finished.includes(item));
    return finished.map((item) => item.id);
  }

  /** Forgets everything not yet heard. The items concerned, the one that was being heard first. */
  interrupt(now: number): InterruptedItem[] {
    const position = this.#position(now);
    const interrupted = this.#items
      .filter((item) => item.end > position)
      .map((item) => ({ id: item.id, ...lengthsOf(item, position) }));
    this.#generation++;
    this.#items = [];
    this.#marks = [];
    this.#sent = this.#marked = this.#played = 0;
    return interrupted;
  }

  #reached(index: number, now: number): void {
    const mark = this.#marks[index];
    if (!mark) return;
    this.#marks.splice(0, index + 1);
    this.#played = mark.at;
    this.#playedAt = now;
  }

  /** The last mark heard, plus the time since then, but never beyond the next mark, which was not heard yet. */
  #position(now: number): number {
    const limit = this.#marks[0]?.at ?? this.#sent;
    return Math.min(limit, this.#played + (now - this.#playedAt) * BYTES_PER_MS);
  }
}

/** How much of an item was heard when playback is at `position`, and how much of it there is. */
function lengthsOf({ start, end, heardBefore }: QueuedItem, position: number): Omit<InterruptedItem, 'id'> {
  return {
    playedMs: (heardBefore + Math.max(0, position - start)) / BYTES_PER_MS,
    producedMs: (heardBefore + end - start) / BYTES_PER_MS,
  };
}
