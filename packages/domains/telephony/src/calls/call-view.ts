import type { Settings } from '@leadlock/context/context';
import type { CallRow, CallSummaryRow } from './queries.ts';
import type { CallDirection, CallLogResponse, CallSummary } from './schemas.ts';

/** A call in a list. The recording is served by us: Twilio's address needs the account's credentials. */
export function toCallSummary(row: CallSummaryRow, { publicApiUrl }: Pick<Settings, 'publicApiUrl'>): CallSummary {
  return {
    ...row,
    direction: row.direction as CallDirection,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    recording_url: row.recording_url === null ? null : recordingAddress(publicApiUrl, row.id),
  };
}

/** A call with what was said in it. */
export function toCallLogResponse(row: CallRow, settings: Pick<Settings, 'publicApiUrl'>): CallLogResponse {
  return {
    ...toCallSummary(row, settings),
    transcript: row.transcript as CallLogResponse['transcript'],
    metadata: row.metadata as CallLogResponse['metadata'],
  };
}

export const recordingAddress = (publicApiUrl: string, callId: string): string =>
  `${publicApiUrl}/calls/${callId}/recording`;
