import { formatPhone } from '@leadlock/core/format-phone';
import { outcomeLabel } from '@leadlock/core/outcome-label';
import { OUTCOME } from '@leadlock/db/shown-outcome';
import { toVisibleName } from '@leadlock/core/display-name';
import type { Db } from '@leadlock/db/client';
import { nameInEmail, type EmailSection } from '@leadlock/identity/emails';

/** What was said, as far as an email tells it. */
const MOST_LINES = 6;
const MOST_CHARACTERS = 240;

/** How calls went of whose end nothing else is known. */
const STATUSES: Readonly<Record<string, string>> = {
  'in-progress': 'In progress',
  completed: 'Completed',
  voicemail: 'Voicemail',
  'no-answer': 'Not answered',
  busy: 'Not answered',
  canceled: 'Not answered',
  failed: 'Failed',
};

interface Turn {
  role: string;
  content: string;
}

function turnsOf(transcript: unknown): Turn[] {
  if (!Array.isArray(transcript)) return [];
  return (transcript as Partial<Turn>[]).flatMap(({ role, content }) =>
    typeof content === 'string' && content.trim() !== '' && (role === 'user' || role === 'assistant')
      ? [{ role, content: content.trim() }]
      : [],
  );
}

/** On one line: what somebody typed into a call must not look like a line of ours. */
const shortened = (said: string): string => {
  const text = toVisibleName(said.slice(0, MOST_CHARACTERS * 10));
  const characters = Array.from(text);
  return characters.length <= MOST_CHARACTERS ? text : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
};

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} sec`;
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} sec`;
}

const time = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(at);

const COLUMNS = [
  'id',
  'direction',
  'from_number',
  'to_number',
  'caller_name',
  'agent_name',
  'started_at',
  'duration_seconds',
  'status',
  'transcript',
] as const;

const findCalls = (db: Db, tenantId: string, ids: readonly string[]) =>
  db
    .selectFrom('call_logs')
    .select(COLUMNS)
    .select(OUTCOME)
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', ids)
    .execute();

type CallRow = Awaited<ReturnType<typeof findCalls>>[number];

function toSection(call: CallRow, url: string, timeZone: string, summary: string | undefined): EmailSection {
  const isInbound = call.direction !== 'outbound';
  const number = formatPhone(isInbound ? call.from_number : call.to_number);
  const caller = call.caller_name ? nameInEmail(call.caller_name) : null;
  const agent = nameInEmail(call.agent_name ?? 'Agent');
  const turns = turnsOf(call.transcript);
  const left = turns.length - MOST_LINES;
  const lines = turns.slice(0, MOST_LINES).map(({ role, content }) => ({
    speaker: role === 'assistant' ? agent : (caller ?? 'Caller'),
    text: shortened(content),
  }));
  const hasLines = summary === undefined && lines.length > 0;
  return {
    title: `Call ${isInbound ? 'from' : 'to'} ${caller === null ? number : `${caller}, ${number}`}`,
    facts: [
      { label: 'When', value: time(call.started_at, timeZone) },
      ...(call.duration_seconds === null ? [] : [{ label: 'Duration', value: duration(call.duration_seconds) }]),
      { label: 'Agent', value: agent },
      { label: 'Outcome', value: outcomeLabel(call) ?? STATUSES[call.status] ?? call.status },
    ],
    // What was said is told by the summary, where there is one.
    ...(summary === undefined ? {} : { text: summary }),
    ...(hasLines ? { lines } : {}),
    link: { label: hasLines && left > 0 ? 'View the full transcript' : 'View call', url },
  };
}

export interface CallsToTell {
  /** By the ID of the call, what an analysis says of it. */
  summaries: ReadonlyMap<string, string>;
  /** In this order. */
  ids: readonly string[];
  dashboardUrl: string;
}

/** What an email tells of calls, by their IDs: who called, when in the account's time zone, how it ended, what was said. */
export async function findCallSections(
  trx: Db,
  tenantId: string,
  { ids, summaries, dashboardUrl }: CallsToTell,
): Promise<ReadonlyMap<string, EmailSection>> {
  if (ids.length === 0) return new Map();
  const { timezone } = await trx
    .selectFrom('tenants')
    .select('timezone')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const calls = await findCalls(trx, tenantId, ids);
  return new Map(
    calls.map((call) => [
      call.id,
      toSection(call, `${dashboardUrl}/calls/${call.id}`, timezone, summaries.get(call.id)),
    ]),
  );
}
