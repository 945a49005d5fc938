import { z } from 'zod';
import type { Outputs } from '../../api/trpc-client.ts';
import { dollars, duration, localMinute } from '../../program/formats.ts';
import type { Column } from '../../program/table.ts';
import { printable, styled } from '../../program/terminal-text.ts';

export type Call = Outputs['calls']['get'];
export type CallSummary = Outputs['calls']['search']['calls'][number];

const RUNNING = new Set(['queued', 'ringing', 'in-progress']);
const SUCCEEDED = new Set(['completed', 'voicemail']);

/** Green for what runs, red for what failed. */
export function paintStatus(text: string, { status }: Pick<CallSummary, 'status'>): string {
  if (RUNNING.has(status)) return styled('green', text);
  return SUCCEEDED.has(status) ? text : styled('red', text);
}

/** What tells calls apart comes first; the id, which --json has, goes first where there is little room. */
export const CALL_COLUMNS: Column<CallSummary>[] = [
  { title: 'STARTED', value: ({ started_at }) => localMinute(started_at) },
  { title: 'FROM', value: ({ from_number }) => from_number },
  { title: 'TO', value: ({ to_number }) => to_number, optional: 2 },
  { title: 'AGENT', value: ({ agent_name }) => agent_name, shrinks: true },
  { title: 'STATUS', value: ({ status }) => status, paint: paintStatus },
  { title: 'LENGTH', value: ({ duration_seconds }) => duration(duration_seconds), align: 'right' },
  { title: 'PRICE', value: ({ price_cents }) => dollars(price_cents), align: 'right' },
  { title: 'DIRECTION', value: ({ direction }) => direction, optional: 1 },
  { title: 'ID', value: ({ id }) => id, optional: 1 },
];

const Turn = z.looseObject({
  role: z.string(),
  content: z.string(),
  interrupted: z.boolean().optional(),
});
export type Turn = z.infer<typeof Turn>;

/** What was said, in order. Anything else in a transcript is left out. */
export function turnsOf({ transcript }: Pick<Call, 'transcript'>): Turn[] {
  if (!Array.isArray(transcript)) return [];
  return transcript.flatMap((one) => {
    const turn = Turn.safeParse(one);
    return turn.success ? [turn.data] : [];
  });
}

const SPEAKERS: Readonly<Record<string, string>> = { assistant: 'agent', user: 'caller' };

/** `agent   Good morning!` */
export function turnLine({ role, content, interrupted }: Turn): string {
  const speaker = printable(SPEAKERS[role] ?? role).padEnd(7);
  const words = printable(content).replace(/\s+/g, ' ');
  return `${styled(role === 'assistant' ? 'cyan' : 'yellow', speaker)} ${words}${interrupted ? styled('dim', ' (interrupted)') : ''}`;
}
