import { actorKey, idOfActor } from '@leadlock/core/actor';
import { AppError, unavailable } from '@leadlock/core/errors';
import type { Changes } from '@leadlock/db/changes';
import type { Principal } from '../principal.ts';
import type { HttpRequest } from '../request.ts';

/** The request that a stream answers. */
export interface StreamRequest {
  request: HttpRequest;
  caller: {
    readonly subAccountId: string | null;
    reverify(): Promise<Principal>;
  };
  system: { database: { changes: Changes } };
}

export interface StreamLimits {
  /** How many streams one user or API key may have open on one process. */
  perPrincipal?: number;
  /** How often it is looked at whether whoever reads a stream still may. */
  reverifyEveryMs?: number;
}

const PER_PRINCIPAL = 20;
const REVERIFY_MS = 5 * 60_000;
/** When a client that was turned away may try again, in seconds. */
const RETRY_SECONDS = 10;

/** Calls back when what a reader may do has changed, or may have. Returns what ends it. */
function onChangedAccess(
  changes: Changes,
  { tenantId, actor }: Principal,
  subAccountId: string | null,
  callBack: () => void,
): () => void {
  const accounts = new Set([tenantId, ...(subAccountId === null ? [] : [subAccountId])]);
  const who = idOfActor(actor);
  const endings = [...accounts].map((id) =>
    changes.subscribe(id, {
      onChange: (change) => {
        if (change.table === 'access' && (change.id === who || accounts.has(change.id))) callBack();
      },
      onGap: callBack,
    }),
  );
  return () => {
    for (const end of endings) end();
  };
}

/** The streams of events that a process is sending, so that they are few enough, end when they must, and can be ended. */
export class OpenStreams {
  readonly #perPrincipal: number;
  readonly #reverifyEveryMs: number;
  readonly #open = new Map<AbortController, string>();
  #closed = false;

  constructor({ perPrincipal = PER_PRINCIPAL, reverifyEveryMs = REVERIFY_MS }: StreamLimits = {}) {
    this.#perPrincipal = perPrincipal;
    this.#reverifyEveryMs = reverifyEveryMs;
  }

  /**
   * Counts a stream from now until its request is over. The signal says when to stop: its reader has left or may read no
   * more, or the process ends.
   * @throws rate_limited when whoever asks has too many, unavailable while the process ends
   */
  open({ caller, request, system }: StreamRequest, principal: Principal): AbortSignal {
    if (this.#closed) throw unavailable('The service is shutting down');
    const key = `${principal.tenantId} ${actorKey(principal.actor)}`;
    const ofPrincipal = [...this.#open.values()].filter((other) => other === key).length;
    if (ofPrincipal >= this.#perPrincipal) {
      throw new AppError('rate_limited', 'Too many open streams', { retryAfterSeconds: RETRY_SECONDS });
    }
    const stopping = new AbortController();
    this.#open.set(stopping, key);
    const verify = (): void => {
      caller.reverify().then(
        (now) => now.role === principal.role || stopping.abort(),
        () => stopping.abort(),
      );
    };
    const timer = setInterval(verify, this.#reverifyEveryMs);
    const ignoreChanges = onChangedAccess(system.database.changes, principal, caller.subAccountId, verify);
    request.streamingSince = performance.now();
    request.onClosed(() => {
      clearInterval(timer);
      ignoreChanges();
      this.#open.delete(stopping);
      stopping.abort();
    });
    return stopping.signal;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Ends all streams, and lets no more be opened. */
  close(): void {
    this.#closed = true;
    for (const stopping of this.#open.keys()) stopping.abort();
  }
}
