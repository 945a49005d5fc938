import { CHANGES_CHANNEL, MISSED, type Change } from './change.ts';
import { listen } from './listen.ts';

export interface ChangeSubscriber {
  onChange(change: Change): void;
  /**
   * Changes may have been missed up to now: the connection has only just been made, or was lost and made again, or
   * somebody could not tell what they have written.
   */
  onGap(): void;
}

export interface Changes {
  /** Tells of one tenant's changes from now on, until the returned function is called. */
  subscribe(tenantId: string, subscriber: ChangeSubscriber): () => void;
  close(): Promise<void>;
}

/** Hears of changes on one connection, however many subscribe; the first subscription opens it. */
export function listenForChanges(connectionString: string, onError: (error: Error) => void): Changes {
  const subscribers = new Map<string, Set<ChangeSubscriber>>();
  let listener: ReturnType<typeof listen> | null = null;

  function onNotification(payload: string): void {
    const change = JSON.parse(payload) as Change | typeof MISSED;
    if (change.table === MISSED.table) return tellOfGap();
    for (const subscriber of subscribers.get(change.tenant_id) ?? []) subscriber.onChange(change);
  }

  function tellOfGap(): void {
    for (const ofTenant of subscribers.values()) for (const subscriber of ofTenant) subscriber.onGap();
  }

  return {
    subscribe(tenantId, subscriber) {
      const ofTenant = subscribers.get(tenantId) ?? new Set();
      subscribers.set(tenantId, ofTenant.add(subscriber));
      listener ??= listen({
        connectionString,
        channel: CHANGES_CHANNEL,
        onNotification,
        onListening: tellOfGap,
        onError: (error) => onError(error instanceof Error ? error : new Error(String(error))),
      });
      return () => {
        ofTenant.delete(subscriber);
        if (ofTenant.size === 0 && subscribers.get(tenantId) === ofTenant) subscribers.delete(tenantId);
      };
    },
    async close() {
      await listener?.close();
    },
  };
}
