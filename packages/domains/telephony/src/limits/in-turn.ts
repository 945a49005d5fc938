const queues = new Map<string, Promise<unknown>>();

/**
 * Does the work of one account in this process one after the other. Whoever waits for the others holds no connection to
 * the database meanwhile, so that a rush of one account's callers leaves those of the others their room.
 */
export function inTurn<Result>(accountId: string, work: () => Promise<Result>): Promise<Result> {
  const before = queues.get(accountId) ?? Promise.resolve();
  const turn = before.then(work);
  const settled = turn
    .catch(() => undefined)
    .then(() => {
      if (queues.get(accountId) === settled) queues.delete(accountId);
    });
  queues.set(accountId, settled);
  return turn;
}
