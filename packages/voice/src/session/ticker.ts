/** Calls its subscribers at a steady interval: one timer a process, however many calls run. */
export interface Ticker {
  /** Returns the function that ends the subscription. */
  subscribe(onTick: () => void): () => void;
}

export function createTicker(intervalMs = 100): Ticker {
  const subscribers = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  const tick = (): void => {
    for (const onTick of subscribers) onTick();
  };
  return {
    subscribe(onTick) {
      subscribers.add(onTick);
      timer ??= setInterval(tick, intervalMs);
      return () => {
        subscribers.delete(onTick);
        if (subscribers.size > 0 || !timer) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}
