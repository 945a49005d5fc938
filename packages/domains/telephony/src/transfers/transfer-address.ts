import type { TenantContext } from '@leadlock/context/context';
import type { CallLeg } from './call-leg.ts';

/** What the carrier asks or tells about a transfer. */
export type TransferStep = 'ask' | 'answer' | 'status' | 'machine' | 'dialed';

const base = ({ settings }: Pick<TenantContext, 'settings'>, { numberOwner }: Pick<CallLeg, 'numberOwner'>): string =>
  `${settings.publicApiUrl}/webhooks/twilio/${numberOwner}`;

/** @param attempt how often somebody was asked before */
export function transferAddress(
  ctx: Pick<TenantContext, 'settings'>,
  leg: Pick<CallLeg, 'numberOwner'>,
  transferId: string,
  step: TransferStep,
  attempt = 0,
): string {
  return `${base(ctx, leg)}/transfers/${transferId}/${step}${attempt === 0 ? '' : `?attempt=${attempt}`}`;
}

export const whisperAddress = (
  ctx: Pick<TenantContext, 'settings'>,
  leg: Pick<CallLeg, 'numberOwner' | 'callSid'>,
): string => `${base(ctx, leg)}/whisper/${leg.callSid}`;
