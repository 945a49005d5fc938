import type { Connection } from '../../api/connection.ts';
import { watchEvents } from '../../api/event-stream.ts';
import { clockTime, duration } from '../../program/formats.ts';
import { note, writeJsonLine, writeLine } from '../../program/output.ts';
import { styledNote } from '../../program/terminal-text.ts';
import { turnLine, turnsOf, type Call } from './calls.ts';

/**
 * Prints what is said in a call as it comes, until the call is over; with `json` the call, one document a line, each
 * time that it has changed. Answers with the call as it ended.
 */
export async function followCall(connection: Connection, callId: string, json: boolean): Promise<Call> {
  let printed = 0;
  let status = '';
  const path = `/calls/${encodeURIComponent(callId)}/events`;
  for await (const { event, data } of watchEvents(connection, () => path)) {
    if (event !== 'call') continue;
    const call = JSON.parse(data) as Call;
    if (json) await writeJsonLine(call);
    else {
      const turns = turnsOf(call);
      for (const turn of turns.slice(printed)) await writeLine(turnLine(turn));
      printed = Math.max(printed, turns.length);
      if (call.status !== status) note(styledNote('dim', statusLine(call)));
      status = call.status;
    }
    if (call.ended_at) return call;
  }
  throw new Error('The call stream ended before the call');
}

function statusLine({ status, started_at, ended_at, duration_seconds }: Call): string {
  const length = duration(duration_seconds);
  return `${clockTime(ended_at ?? started_at)} ${status}${length === null ? '' : ` after ${length}`}`;
}
