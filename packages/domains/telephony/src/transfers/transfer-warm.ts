import type { TenantContext, ToolResult } from '@leadlock/context/context';
import { watchChanges } from '@leadlock/db/watch-changes';
import { inBackground } from '@leadlock/observability/in-background';
import { ProviderError } from '@leadlock/providers/contracts';
import { endLeg, handOver } from './hand-over.ts';
import { summaryOf } from './summary.ts';
import { transferAddress } from './transfer-address.ts';
import type { Transferring } from './transfer-blind.ts';
import { dialable, joinRoom, RING_SECONDS } from './transfer-twiml.ts';
import { advance, findTransfer, keyOf, PENDING, UNDECIDED, type Transfer, type TransferStatus } from './transfer.ts';
import { withPatience } from './with-patience.ts';

/** How long a caller waits for a yes or no, in ms: the ringing, and being told and asked two times. */
const DECISION_MS = 75_000;
/** Longer than anything it waits for may take. */
export const WARM_TIMEOUT_MS = DECISION_MS + 30_000;
/** How often it is looked though nothing was told. */
const LOOK_AGAIN_MS = 2_000;

const WHAT_CAME_OF_IT: Partial<Record<TransferStatus, (name: string) => string>> = {
  declined: (name) => `${name} was asked and cannot take the call now.`,
  busy: (name) => `${name}'s line is busy.`,
  no_answer: (name) => `${name} did not answer.`,
  voicemail: (name) => `${name}’s voicemail answered. No message was left.`,
  caller_gone: () => 'The caller hung up.',
};

function told({ status, target_name: name }: Transfer): ToolResult {
  const text = WHAT_CAME_OF_IT[status]?.(name) ?? `Couldn’t reach ${name}.`;
  return {
    error: text,
    outcome: status,
    next: 'The caller is back with you: tell them, and ask how else you can help.',
  };
}

/** The transfer once it is decided; null when nobody has decided in time, or the caller is gone. */
async function decision(ctx: TenantContext, transfer: Transfer, giveUp: AbortSignal): Promise<Transfer | null> {
  const changes = watchChanges(ctx.database.changes, {
    tenantIds: [ctx.tenant.id],
    isWatched: ({ table, id }) => table === 'call_logs' && id === transfer.call_id,
    signal: giveUp,
    lookAgainMs: LOOK_AGAIN_MS,
  });
  for await (const _ of changes) {
    try {
      const current = await findTransfer(ctx.db, keyOf(transfer));
      if (current && !UNDECIDED.includes(current.status)) return current;
    } catch (err) {
      ctx.log.warn({ err, callId: transfer.call_id }, 'failed to look at a transfer; retrying');
    }
  }
  return null;
}

/** Calls somebody, who is told who calls and why and asked whether they take it. Returns the carrier's name of that call. */
async function callThem(ctx: TenantContext, { leg, credentials, transfer }: Transferring): Promise<string> {
  const { number, sendDigits } = dialable(transfer.target_number);
  const address = (step: 'ask' | 'status' | 'machine'): string => transferAddress(ctx, leg, transfer.id, step);
  if (leg.businessNumber === null) throw new ProviderError('No number to call from', { provider: 'twilio' });
  const { sid } = await ctx.providers.telephony.placeCall(credentials, {
    from: leg.businessNumber,
    to: number,
    ...(sendDigits !== undefined && { sendDigits }),
    url: address('ask'),
    statusCallback: address('status'),
    machineCallback: address('machine'),
    timeoutSeconds: RING_SECONDS,
  });
  return sid;
}

/** Gives up what is not decided; who has decided a moment before has. */
async function giveUp(ctx: TenantContext, transfer: Transfer, over: AbortSignal | undefined): Promise<Transfer> {
  const status = over?.aborted ? 'caller_gone' : 'no_answer';
  const changes = { status, ended_at: ctx.clock.now() } as const;
  return withPatience(ctx, async () => {
    const changed = await advance(ctx.db, keyOf(transfer), UNDECIDED, changes);
    return changed ?? (await findTransfer(ctx.db, keyOf(transfer))) ?? { ...transfer, ...changes };
  });
}

/** They said yes: both go to a room of theirs. The caller leaves the agent only now. */
async function connect(ctx: TenantContext, { leg, credentials, transfer }: Transferring): Promise<ToolResult> {
  const key = keyOf(transfer);
  const now = ctx.clock.now();
  // Nobody else connects them: where it is so already, the answer to the first attempt was lost.
  const connected = await withPatience(ctx, () =>
    advance(ctx.db, key, ['accepted', 'connected'], { status: 'connected', handed_over_at: now }),
  );
  // They have hung up again.
  if (!connected) return told((await findTransfer(ctx.db, key)) ?? transfer);
  const undo = async (status: TransferStatus): Promise<ToolResult> => {
    const undone = await withPatience(ctx, () =>
      advance(ctx.db, key, ['connected'], { status, handed_over_at: null, ended_at: now }),
    );
    await endLeg(ctx, credentials, connected.callee_call_sid);
    return told(undone ?? { ...connected, status });
  };
  try {
    const isDone = await handOver(ctx, credentials, leg, joinRoom(transfer.id));
    return isDone ? { transferred: true, to: transfer.target_name } : await undo('caller_gone');
  } catch (err) {
    if (!(err instanceof ProviderError)) throw err;
    ctx.log.warn({ err, callId: leg.callId }, 'the carrier failed to connect a caller with a target that accepted');
    return undo('failed');
  }
}

/** Waits until whoever is called has decided, and does what follows. */
async function heed(
  ctx: TenantContext,
  transferring: Transferring,
  calleeSid: string,
  stop: { patience: AbortSignal; over: AbortSignal | undefined },
): Promise<ToolResult> {
  const { credentials, transfer } = transferring;
  const { patience, over } = stop;
  const isWanted = await withPatience(ctx, () =>
    advance(ctx.db, keyOf(transfer), PENDING, { callee_call_sid: calleeSid }),
  );
  // It was refused, or given up, in the meantime.
  if (!isWanted) await endLeg(ctx, credentials, calleeSid);
  const giveUpAt = AbortSignal.any([patience, ...(over ? [over] : [])]);
  const decided = (await decision(ctx, transfer, giveUpAt)) ?? (await giveUp(ctx, transfer, over));
  if (decided.status === 'accepted') return connect(ctx, { ...transferring, transfer: decided });
  await endLeg(ctx, credentials, calleeSid);
  return told(decided);
}

/**
 * Asks somebody whether they take the call, while the caller waits on hold with the agent, and connects the two if they do.
 * Otherwise the caller is back with the agent, which is told why.
 */
export async function transferWarm(
  ctx: TenantContext,
  transferring: Transferring,
  over: AbortSignal | undefined,
): Promise<ToolResult> {
  const { leg, credentials, transfer } = transferring;
  const patience = AbortSignal.timeout(DECISION_MS);
  inBackground(summaryOf(ctx, leg, transfer), ctx.log, 'summarizing a transferred call');
  let calleeSid: string;
  try {
    calleeSid = await callThem(ctx, transferring);
  } catch (err) {
    if (!(err instanceof ProviderError)) throw err;
    ctx.log.warn({ err, callId: leg.callId }, 'the carrier failed to call a transfer target');
    const failed = await advance(ctx.db, keyOf(transfer), UNDECIDED, { status: 'failed', ended_at: ctx.clock.now() });
    return told(failed ?? { ...transfer, status: 'failed' });
  }
  try {
    return await heed(ctx, transferring, calleeSid, { patience, over });
  } catch (err) {
    // Nobody would ever connect them.
    await endLeg(ctx, credentials, calleeSid);
    throw err;
  }
}
