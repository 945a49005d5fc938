import { findAgentForCall } from '@leadlock/agents/agents';
import type { TenantContext } from '@leadlock/context/context';
import { LlmError } from '@leadlock/providers/contracts';
import { findCall } from '../calls/queries.ts';
import { numberOfParty } from '../calls/caller.ts';
import { otherParty } from '../calls/session-config.ts';
import type { CallLeg } from './call-leg.ts';
import { advance, findTransfer, keyOf, type Transfer, type TransferStatus } from './transfer.ts';

/** Whoever has picked up waits for it in silence. */
const DEADLINE_MS = 4_000;
/** What is said at most; more of it than anybody wants to hear before they take a call. */
const MOST_CHARACTERS = 600;
/** Of the conversation, its end: what it came to. */
const MOST_TRANSCRIPT = 12_000;
const MOST_QUOTED = 200;
const ANY: readonly TransferStatus[] = ['calling', 'asking', 'accepted', 'connected'];

const INSTRUCTIONS = `You brief someone on the phone who is about to take over a call from an assistant.
Say in two or three short English sentences who is calling, what they want, and what was found out or agreed.
Use nothing but what was said in the call. Give no greeting, advice, or formatting: your words are read aloud.`;

interface Turn {
  role: string;
  content: string;
}

function turnsOf(transcript: unknown): Turn[] {
  const entries: unknown[] = Array.isArray(transcript) ? transcript : [];
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || !('content' in entry) || !('role' in entry)) return [];
    const { role, content } = entry;
    return typeof role === 'string' && typeof content === 'string' ? [{ role, content }] : [];
  });
}

/** Cut where a sentence ends, or else a word. */
function shortened(text: string, most: number): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  if (plain.length <= most) return plain;
  const cut = plain.slice(0, most);
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('? '), cut.lastIndexOf('! '));
  return end > most / 2 ? cut.slice(0, end + 1) : `${cut.slice(0, Math.max(0, cut.lastIndexOf(' ')))}…`;
}

/** A number as it is read out: digit by digit. */
const spokenNumber = (e164: string): string => e164.replace(/^\+1?/, '').split('').join(' ');

function whoCalls(leg: CallLeg): string {
  const { direction, fromNumber, toNumber } = leg;
  const number = numberOfParty(
    otherParty({ direction: direction === 'outbound' ? 'outbound' : 'inbound', fromNumber, toNumber }),
  );
  return number === null ? 'a caller without a number' : `a caller at ${spokenNumber(number)}`;
}

/** Who is on the line, in words that need no model. */
export const introduction = (leg: CallLeg): string =>
  `This is ${leg.agentName ?? 'the assistant'} with ${whoCalls(leg)}.`;

/** What is known without a model: who calls, why the agent passes them on, and what they said last, in their words. */
function fromTranscript(leg: CallLeg, { reason }: Transfer, turns: readonly Turn[]): string {
  const said = turns.filter(({ role, content }) => role === 'user' && content.trim() !== '').at(-1)?.content;
  return [
    `You have ${whoCalls(leg)}.`,
    ...(reason === null ? [] : [`Reason: ${shortened(reason, MOST_QUOTED)}`.replace(/[.…]?$/, '.')]),
    ...(said === undefined ? [] : [`They last said: ${shortened(said, MOST_QUOTED)}`]),
  ].join(' ');
}

async function byModel(ctx: TenantContext, leg: CallLeg, turns: readonly Turn[]): Promise<string | null> {
  if (leg.agentId === null || turns.length === 0) return null;
  const agent = await findAgentForCall(ctx, { agentId: leg.agentId, direction: leg.direction });
  if (!agent) return null;
  const conversation = turns.map(({ role, content }) => `${role === 'user' ? 'Caller' : 'Assistant'}: ${content}`);
  try {
    const { text } = await ctx.providers.llm.generate({
      model: agent.settings.text_model,
      instructions: INSTRUCTIONS,
      messages: [
        {
          role: 'user',
          content: [
            { kind: 'data', source: 'the call', text: conversation.join('\n').slice(-MOST_TRANSCRIPT) },
            { kind: 'text', text: 'Brief the person taking over this call.' },
          ],
        },
      ],
      maxOutputTokens: 400,
      temperature: 0.2,
      deadlineMs: DEADLINE_MS,
    });
    return shortened(text, MOST_CHARACTERS) || null;
  } catch (err) {
    if (!(err instanceof LlmError)) throw err;
    ctx.log.warn({ err, callId: leg.callId }, 'failed to summarize a transferred call');
    return null;
  }
}

/**
 * Two or three sentences about a call for whoever takes it over. Made once, by a model within seconds, and without one
 * from what was said.
 */
export async function summaryOf(ctx: TenantContext, leg: CallLeg, transfer: Transfer): Promise<string> {
  const current = (await findTransfer(ctx.db, keyOf(transfer))) ?? transfer;
  if (current.summary !== null) return current.summary;
  const call = await findCall(ctx.db, transfer.tenant_id, leg.callId);
  const turns = turnsOf(call?.transcript);
  const summary = (await byModel(ctx, leg, turns)) ?? fromTranscript(leg, transfer, turns);
  await advance(ctx.db, keyOf(transfer), ANY, { summary });
  return summary;
}
