import type { Command } from 'commander';
import type { Connection } from '../../api/connection.ts';
import { watchEvents } from '../../api/event-stream.ts';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { clockTime, duration } from '../../program/formats.ts';
import { note, writeJsonLine, writeLine } from '../../program/output.ts';
import { printable, styledNote } from '../../program/terminal-text.ts';
import { paintStatus, type CallSummary } from './calls.ts';
import { followCall } from './follow-call.ts';

function lineOf(call: CallSummary): string {
  const length = duration(call.duration_seconds);
  return [
    clockTime(call.ended_at ?? call.started_at),
    call.id,
    `${printable(call.from_number)} → ${printable(call.to_number)}`,
    printable(call.agent_name ?? 'nobody'),
    paintStatus(`${call.status}${length === null ? '' : ` ${length}`}`, call),
  ].join('  ');
}

/** One line for each status of each call. A stream that was cut begins anew with the calls that run. */
async function tailAll(connection: Connection, json: boolean): Promise<void> {
  const shown = new Map<string, string>();
  const events = watchEvents(
    connection,
    () => '/calls/events',
    () => note(styledNote('dim', 'Watching calls. Press Ctrl+C to stop.')),
  );
  for await (const { event, data } of events) {
    if (event !== 'call') continue;
    const call = JSON.parse(data) as CallSummary;
    if (shown.get(call.id) === call.status) continue;
    shown.set(call.id, call.status);
    await (json ? writeJsonLine(call) : writeLine(lineOf(call)));
  }
}

/** `leadlock calls tail` */
export function addCallsTail(calls: Command): void {
  const command = calls
    .command('tail')
    .description('watch calls start and end, or follow a call’s transcript')
    .argument('[call]', 'call ID: follows its transcript until the call ends');
  onApi<[string | undefined]>(command, async (call, callId) => {
    const json = call.options.json === true;
    if (callId === undefined) return tailAll(call, json);
    await followCall(call, callId, json);
  });
  withExamples(command, [
    ['leadlock calls tail', 'watch all calls'],
    ['leadlock calls tail 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e', 'follow one call'],
    ["leadlock calls tail --json | jq --unbuffered -r '.from_number'", 'print one JSON document per line for a script'],
  ]);
}
