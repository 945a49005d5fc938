import { listen } from './listen.ts';

/** Where triggers report what was written; see the migration `live-changes`. */
const CHANGES_CHANNEL = 'changes';

/** A row that was written. It carries ids only: whoever hears of it reads the row with the rights that they have. */
export interface Change {
  /** `access`: somebody may do less or something else than before, or their account may. */
  table: 'call_logs' | 'events' | 'access';
  tenant_id: string;
  /** Of the row; with `access`, of the user, the API key or the account. */
  id: string;
  /** Of a call: whether the call itself changed (it began, got another status, ended) or only what was said in it. */
  part: 'call' | 'transcript' | null;
}

export interface ChangeSubscriber {
  onChange(change: Change): void;
  /** Changes may have been missed up to now: the connection has only just been made, or was lost and made again. */
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
    const change = JSON.parse(payload) as Change;
    for (const subscriber of subscribers.get(change.tenant_id) ?? []) subscriber.onChange(change);
  }

  function onListening(): void {
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
        onListening,
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
