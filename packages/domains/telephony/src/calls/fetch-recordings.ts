import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { findTenant } from '@leadlock/identity/tenants';
import { ProviderError, type CarrierRecording } from '@leadlock/providers/contracts';
import { sql } from 'kysely';
import { keepRecording, noteMissingRecording } from './keep-recording.ts';
import { callCredentials } from './open-recording.ts';

const BATCH = 20;
/** Nobody else asks about a call meanwhile; when this process dies, another does after that. */
const LEASE_MINUTES = 10;
/** What is not there by then does not come any more. */
const PATIENCE_MS = 3 * 86_400_000;

/** Takes calls whose recording should have been reported by now, so that two workers ask about different ones. */
const takeDueCalls = (system: SystemContext, limit: number) =>
  system.db
    .updateTable('call_logs as call')
    .set({ recording_due_at: sql<Date>`now() + make_interval(mins => ${LEASE_MINUTES})` })
    .where(
      (eb) =>
        sql<boolean>`${eb.refTuple('call.tenant_id', 'call.id')} IN ${eb
          .selectFrom('call_logs')
          .select(['tenant_id', 'id'])
          .where('recording_due_at', '<=', sql<Date>`now()`)
          .orderBy('recording_due_at')
          .limit(limit)
          .forUpdate()
          .skipLocked()}`,
    )
    .returning(['tenant_id', 'id', 'twilio_call_sid', 'twilio_account_sid', 'recording_sid', 'ended_at'])
    .execute();

type DueCall = Awaited<ReturnType<typeof takeDueCalls>>[number];

/** The recording that was started for the call where that is known and there, else the newest that can be heard. */
function choose(recordings: readonly CarrierRecording[], startedSid: string | null): CarrierRecording | undefined {
  const heard = recordings.filter(({ status }) => status === 'completed');
  return heard.find(({ sid }) => sid === startedSid) ?? heard[0];
}

const END_STATES: ReadonlySet<CarrierRecording['status']> = new Set(['absent', 'failed', 'deleted', 'completed']);

/** Asks no more about the call. */
async function stopAsking({ db }: SystemContext, { tenant_id, id }: DueCall): Promise<void> {
  await db
    .updateTable('call_logs')
    .set({ recording_due_at: null })
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .execute();
}

/** What the carrier has; null where it cannot say, now or ever. */
async function askCarrier(ctx: TenantContext, call: DueCall): Promise<CarrierRecording[] | null> {
  const credentials = await callCredentials(ctx, call.twilio_account_sid);
  return credentials && ctx.providers.telephony.listRecordings(credentials, call.twilio_call_sid);
}

async function fetchRecording(system: SystemContext, call: DueCall): Promise<boolean> {
  const tenant = await findTenant(system.db, call.tenant_id);
  const age = system.clock.now().getTime() - (call.ended_at?.getTime() ?? 0);
  if (!tenant || age > PATIENCE_MS) {
    await stopAsking(system, call);
    return false;
  }
  const ctx = forTenant(system, tenant, { type: 'system', name: 'fetch-recordings' });
  const recordings = await askCarrier(ctx, call);
  // Its owner may connect the account again.
  if (recordings === null) return false;
  const ready = choose(recordings, call.recording_sid);
  if (ready) return keepRecording(ctx, call, { sid: ready.sid, url: ready.url, seconds: ready.durationSeconds ?? 0 });
  const last = recordings[0];
  if (last === undefined) await stopAsking(system, call);
  else if (END_STATES.has(last.status)) {
    await noteMissingRecording(ctx, call, last.status === 'failed' ? 'failed' : 'absent');
  }
  return false;
}

/**
 * Asks the carrier for recordings that it should have reported by now. It reports each once, and does not again when we
 * could not take it in. Safe to run anywhere at any time.
 * @returns how many were found
 */
export async function fetchRecordings(system: SystemContext, { batch = BATCH } = {}): Promise<number> {
  let found = 0;
  for (const call of await takeDueCalls(system, batch)) {
    try {
      if (await fetchRecording(system, call)) found += 1;
    } catch (err) {
      const isGone = err instanceof ProviderError && err.status === 404;
      if (isGone) await stopAsking(system, call);
      else system.log.warn({ err, callId: call.id, tenant: call.tenant_id }, 'failed to request a recording; retrying');
    }
  }
  return found;
}
