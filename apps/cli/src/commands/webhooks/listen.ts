import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Connection } from '../../api/connection.ts';
import { watchEvents, type StreamEvent } from '../../api/event-stream.ts';
import { onApi } from '../../program/action.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { clockTime } from '../../program/formats.ts';
import { note, warning, writeJsonLine, writeLine } from '../../program/output.ts';
import { printable, styled, styledNote } from '../../program/terminal-text.ts';
import { httpUrl } from '../../settings/address.ts';
import { forward, type ForwardOutcome } from './forward.ts';
import { createUnseen } from './unseen.ts';

interface ListenOptions {
  forwardTo?: string;
  event?: string[];
}

/** What is sent to receivers. */
const Envelope = z.looseObject({ type: z.string(), timestamp: z.string() });

function localAddress(text: string): string {
  const url = httpUrl(text);
  if (url === null) throw usageError(`${text} is not an http or https URL`);
  return url.href;
}

/** The account's own secret, so that the receiver verifies as it does in production; else one for this run. */
async function signingSecret({ api }: Connection): Promise<string> {
  const { webhook_secret } = await api.tenantSettings.getWebhook.query();
  if (webhook_secret !== null) return webhook_secret;
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  warning(`You can’t read a signing secret, so events are signed with ${secret} until you stop this command`);
  return secret;
}

/** @throws CliError for a type that never comes: whoever waits for it would wait for ever. */
async function refuseUnknownTypes({ api }: Connection, types: readonly string[]): Promise<void> {
  const { events } = await api.outgoingWebhooks.events.query();
  const known = events.map(({ type }) => type);
  const unknown = types.find((type) => !known.includes(type));
  if (unknown === undefined) return;
  throw usageError(`Unknown event type: ${unknown}`, `Available event types: ${known.join(', ')}.`);
}

function outcomeText(outcome: ForwardOutcome): string {
  const text = 'status' in outcome ? `${outcome.status} in ${outcome.durationMs} ms` : printable(outcome.error);
  return styled(outcome.succeeded ? 'green' : 'red', text);
}

function idOf({ id }: StreamEvent): string {
  if (id === undefined || id === '') throw new CliError('The API sent an event without an ID');
  return id;
}

/** After a lost connection the stream goes on where it was cut. */
const streamAfter = (lastId: string | undefined): string =>
  `/webhooks/events/stream${lastId === undefined ? '' : `?after=${encodeURIComponent(lastId)}`}`;

/** `leadlock webhooks listen` */
export function addListen(webhooks: Command): void {
  const command = webhooks
    .command('listen')
    .description('print events in real time and forward them to a local server')
    .option('--forward-to <url>', 'forward signed events to this URL')
    .option('--event <type...>', 'filter by event type');
  onApi<[], ListenOptions>(command, async (call) => {
    const { options } = call;
    if (options.event) await refuseUnknownTypes(call, options.event);
    const target =
      options.forwardTo === undefined
        ? null
        : { url: localAddress(options.forwardTo), secret: await signingSecret(call) };
    const isNew = createUnseen();
    const events = watchEvents(call, streamAfter, () =>
      note(styledNote('dim', `Listening${target ? `, forwarding to ${target.url}` : ''}. Press Ctrl+C to stop.`)),
    );
    for await (const event of events) {
      const id = idOf(event);
      const envelope = Envelope.parse(JSON.parse(event.data));
      if (!isNew(id) || (options.event && !options.event.includes(envelope.type))) continue;
      const outcome = target && (await forward(target, { id, body: event.data }));
      if (options.json) await writeJsonLine({ id, event: envelope, forwarded: outcome });
      else {
        const parts = [clockTime(envelope.timestamp), printable(envelope.type), printable(id)];
        await writeLine([...parts, ...(outcome ? [outcomeText(outcome)] : [])].join('  '));
      }
    }
  });
  withExamples(command, [
    ['leadlock webhooks listen --forward-to http://localhost:3000/hook', 'forward events to a local server'],
    ['leadlock webhooks listen --event call.completed --json', 'print one JSON document per line for a script'],
  ]);
}
