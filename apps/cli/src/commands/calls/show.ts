import { toolPhrase } from '@leadlock/core/tool-phrases';
import type { Command } from 'commander';
import { z } from 'zod';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { dollars, duration, localTime } from '../../program/formats.ts';
import { writeJson, writeLine } from '../../program/output.ts';
import { formatFields } from '../../program/table.ts';
import { printable, styled } from '../../program/terminal-text.ts';
import { endReasonText } from './end-reasons.ts';
import { findCallId } from './find-call.ts';
import { turnLine, turnsOf, type Call } from './calls.ts';

const Metadata = z.looseObject({
  end_reason: z.string().nullish(),
  end_detail: z.string().nullish(),
  billing_difference: z.looseObject({ billed_seconds: z.number(), carrier_seconds: z.number() }).nullish(),
  carrier_reports: z.array(z.number()).default([]),
  turn_latencies_ms: z.array(z.number()).default([]),
  transfers: z
    .array(z.looseObject({ target: z.string(), number: z.string(), kind: z.string(), status: z.string() }))
    .default([]),
  turn_timings: z
    .array(z.looseObject({ detected_ms: z.number(), first_byte_ms: z.number(), first_audio_ms: z.number() }))
    .default([]),
  voices: z
    .array(z.looseObject({ provider: z.string(), until_ms: z.number(), lost: z.string().optional() }))
    .default([]),
  function_calls: z
    .array(z.object({ function: z.string(), arguments: z.unknown(), result: z.unknown(), success: z.boolean() }))
    .default([]),
});

/** The time within which half of all were done, and that for 19 of 20. */
function times(values: readonly number[]): string | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  // Between two values, as on the call's page.
  const [half, most] = [0.5, 0.95].map((share) => {
    const place = (sorted.length - 1) * share;
    const [below = 0, above = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return Math.round(below + (above - below) * (place - Math.floor(place)));
  });
  return `median ${half} ms, 95th percentile ${most} ms`;
}

/** What the times to an answer are made of. */
function answerTimes({ turn_latencies_ms, turn_timings: turns }: z.output<typeof Metadata>) {
  return [
    ['response time', times(turn_latencies_ms)],
    ['  end of speech', times(turns.map(({ detected_ms }) => detected_ms))],
    ['  generation', times(turns.map(({ detected_ms, first_byte_ms }) => Math.max(0, first_byte_ms - detected_ms)))],
    ['  delivery', times(turns.map(({ first_byte_ms, first_audio_ms }) => first_audio_ms - first_byte_ms))],
  ] as const;
}

/** Who held the call, in their order. */
const heldBy = ({ voices }: z.output<typeof Metadata>): string =>
  voices
    .map(({ provider }) => provider)
    .filter((provider, index, all) => provider !== all[index - 1])
    .join(', then ');

/** The providers that were lost, and when. */
const lostVoices = ({ voices }: z.output<typeof Metadata>): string =>
  voices
    .filter(({ lost }) => lost !== undefined)
    .map(
      ({ provider, until_ms, lost }) =>
        `${provider} after ${duration(Math.round(until_ms / 1000)) ?? ''} (${lost ?? ''})`,
    )
    .join(', ');

/** What Twilio counts, where it differs from what was billed or from what Twilio said before. */
function carrierFields({ billing_difference: difference, carrier_reports: reports }: z.output<typeof Metadata>) {
  const fields: [name: string, value: string][] = [];
  if (difference) {
    const { carrier_seconds, billed_seconds } = difference;
    fields.push(['Twilio duration', `${duration(carrier_seconds) ?? ''} (billed: ${duration(billed_seconds) ?? ''})`]);
  }
  if (reports.length > 0) fields.push(['Twilio reported', reports.map(duration).join(', ')]);
  return fields;
}

type Transfer = z.output<typeof Metadata>['transfers'][number];

/** Whom the agent passed the call on to, and what came of it. */
const transferField = ({ target, number, kind, status }: Transfer): [name: string, value: string] => [
  status === 'connected' || status === 'completed' ? 'transferred to' : 'not transferred to',
  `${target}, ${number} (${kind}, ${status.replaceAll('_', ' ')})`,
];

async function printCall(call: Call): Promise<void> {
  const metadata = Metadata.catch({
    turn_latencies_ms: [],
    turn_timings: [],
    voices: [],
    function_calls: [],
    carrier_reports: [],
    transfers: [],
  }).parse(call.metadata ?? {});
  await writeLine(
    formatFields([
      ['id', call.id],
      ['status', call.status],
      ['direction', call.direction],
      ['from', call.from_number],
      ['to', call.to_number],
      ['agent', call.agent_name],
      ['provider', heldBy(metadata) || call.voice_provider],
      ['caller', [call.caller_name, call.caller_email].filter(Boolean).join(', ')],
      ['started', localTime(call.started_at)],
      ['ended', localTime(call.ended_at)],
      ['duration', duration(call.duration_seconds)],
      ['price', dollars(call.price_cents)],
      ['vendor costs', dollars(call.cost_cents)],
      ['outcome', call.outcome?.replaceAll('_', ' ')],
      ['end reason', endReasonText(metadata.end_reason, call.direction)],
      ['details', metadata.end_detail],
      ...carrierFields(metadata),
      ...metadata.transfers.map(transferField),
      ...answerTimes(metadata),
      ['provider failures', lostVoices(metadata)],
      ['recording', call.recording_url],
    ]),
  );
  const turns = turnsOf(call);
  if (turns.length > 0) await writeLine(`\n${turns.map(turnLine).join('\n')}`);
  for (const used of metadata.function_calls)
    await writeLine(
      `${used.success ? styled('green', '✓') : styled('red', '✗')} ${printable(toolPhrase({ ...used, name: used.function }))}`,
    );
}

/** `leadlock calls show` */
export function addCallsShow(calls: Command): void {
  const command = calls
    .command('show')
    .description('show a call and its transcript')
    .argument('<call>', 'call ID, or its beginning');
  onApi<[string]>(command, async ({ api, options }, named) => {
    const call = await api.calls.get.query({ call_id: await findCallId(api, named) });
    await (options.json ? writeJson(call) : printCall(call));
  });
  withExamples(command, [
    ['leadlock calls show 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e', 'show a call'],
    [
      "leadlock calls show 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e --json | jq '.transcript[].content'",
      'print only the transcript',
    ],
  ]);
}
