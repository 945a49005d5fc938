import type { TenantContext } from '@leadlock/context/context';
import type { CallDirection } from '@leadlock/core/call-direction';
import type { CallRow, CallSummaryRow } from './queries.ts';
import type { CallLogResponse, CallSummary } from './schemas.ts';

/** Of the context, what decides how a call is shown. */
type Viewer = Pick<TenantContext, 'settings' | 'hidesCosts'>;

/** A call in a list. The recording is served by us: Twilio's address needs the account's credentials. */
export function toCallSummary(row: CallSummaryRow, { settings, hidesCosts }: Viewer): CallSummary {
  return {
    ...row,
    direction: row.direction as CallDirection,
    cost_cents: hidesCosts ? null : row.cost_cents,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    recording_url: row.recording_url === null ? null : recordingAddress(settings.publicApiUrl, row.id),
  };
}

/** A call with what was said in it. */
export function toCallLogResponse(row: CallRow, viewer: Viewer): CallLogResponse {
  const { transfers, ...call } = row;
  const kept = row.metadata as CallLogResponse['metadata'];
  const metadata = transfers === null ? kept : { ...kept, transfers };
  return {
    ...toCallSummary(call, viewer),
    transcript: row.transcript as CallLogResponse['transcript'],
    metadata: viewer.hidesCosts ? withoutCosts(metadata) : metadata,
  };
}

/** What was used says what it cost: the prices are public. */
function withoutCosts(metadata: CallLogResponse['metadata']): CallLogResponse['metadata'] {
  if (!metadata) return metadata;
  const { cost_lines: _lines, usage: _usage, ...rest } = metadata;
  return rest;
}

export const recordingAddress = (publicApiUrl: string, callId: string): string =>
  `${publicApiUrl}/calls/${callId}/recording`;
