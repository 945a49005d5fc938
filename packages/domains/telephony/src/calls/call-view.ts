import type { Settings } from '@leadlock/context/context';
import type { CallRow } from './queries.ts';
import type { CallDirection, CallLogResponse } from './schemas.ts';

/** A call as clients see it. The recording is served by us: Twilio's address needs the account's credentials. */
export function toCallLogResponse(row: CallRow, { publicApiUrl }: Pick<Settings, 'publicApiUrl'>): CallLogResponse {
  return {
    ...row,
    direction: row.direction as CallDirection,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    recording_url: row.recording_url === null ? null : recordingAddress(publicApiUrl, row.id),
    transcript: row.transcript as CallLogResponse['transcript'],
    metadata: row.metadata as CallLogResponse['metadata'],
  };
}

export const recordingAddress = (publicApiUrl: string, callId: string): string =>
  `${publicApiUrl}/calls/${callId}/recording`;
