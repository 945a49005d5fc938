import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import { saysGoodbye, saysNo, saysYes } from './spoken-details.ts';
import { topicsOf } from './words.ts';

/** What the other side wants of this turn. */
export type Intent =
  | { kind: 'goodbye' }
  | { kind: 'human' }
  | { kind: 'text' }
  | { kind: 'booking' }
  | { kind: 'message' }
  | { kind: 'tool'; tool: ToolDefinition }
  | { kind: 'greeting' }
  | { kind: 'thanks' }
  | { kind: 'yes' }
  | { kind: 'no' }
  | { kind: 'question' }
  | { kind: 'statement' };

const HUMAN =
  /\b(?:(?:speak|talk|connect|transfer|put)\b.*\b(?:human|person|someone|somebody|representative|manager|operator|agent|staff|owner)|real person|transfer me)\b/i;
const TEXT =
  /\btext (?:me|it|that|us|this)\b|\b(?:send|shoot|get)\b.*\b(?:text|sms|message)\b(?!.*\b(?:for|to) (?:him|her|them)\b)|\bby text\b/i;
const BOOKING =
  /\b(?:book|schedule|reserve|appointment|set up a (?:time|visit)|come in|come out|reservation|openings|availability)\b/i;
const CHANGE = /\b(?:cancel|reschedule|move|change)\b/i;
const MESSAGE = /\b(?:leave|take) a message\b|\bcall me back\b|\bcallback\b|\bcall back\b/i;
const QUESTION =
  /\?\s*$|^\W*(?:(?:hi|hello|hey|and|so|okay|ok|yes|well)\W+)*(?:what|when|where|who|why|how|which|do|does|did|is|are|can|could|would|will|have|has)\b/i;

/** Tools that have an intent of their own, or that a caller never asks for by name. */
const BUILT_IN = new Set([
  'end_call',
  'transfer_call',
  'send_sms',
  'book_appointment',
  'check_availability',
  'schedule_callback',
  'search_knowledge',
  'web_search',
  'x_search',
  'leave_voicemail',
  'send_dtmf',
  'add_tag',
  'remove_tag',
  'add_note',
  'trigger_workflow',
  'create_opportunity',
  'update_opportunity_stage',
  'update_custom_fields',
]);

export function intentOf(heard: string, tools: readonly ToolDefinition[]): Intent {
  const words = heard.trim().split(/\s+/).length;
  if (saysGoodbye(heard)) return { kind: 'goodbye' };
  if (HUMAN.test(heard)) return { kind: 'human' };
  if (TEXT.test(heard)) return { kind: 'text' };
  const tool = toolFor(heard, tools);
  if (tool) return { kind: 'tool', tool };
  if (CHANGE.test(heard) && BOOKING.test(heard)) return { kind: 'message' };
  if (BOOKING.test(heard) && !isAboutBooking(heard)) return { kind: 'booking' };
  if (MESSAGE.test(heard)) return { kind: 'message' };
  if (words <= 4 && /^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening))\b/i.test(heard))
    return { kind: 'greeting' };
  if (QUESTION.test(heard)) return { kind: 'question' };
  if (words <= 6 && saysNo(heard)) return { kind: 'no' };
  if (words <= 6 && /\bthank/i.test(heard)) return { kind: 'thanks' };
  if (words <= 5 && saysYes(heard)) return { kind: 'yes' };
  return { kind: 'statement' };
}

/** "What happens at the appointment?" asks about it; "Can I book one?" asks for it. */
const isAboutBooking = (heard: string): boolean =>
  /^\W*(?:what|when|where|why|who|how)\b/i.test(heard) && !/\bhow (?:can|do) i (?:book|schedule|make)\b/i.test(heard);

/** The custom function whose name the caller's words cover for the greater part. */
function toolFor(heard: string, tools: readonly ToolDefinition[]): ToolDefinition | null {
  const said = topicsOf(heard);
  let best: ToolDefinition | null = null;
  let bestCovered = 1;
  for (const tool of tools) {
    if (BUILT_IN.has(tool.name)) continue;
    const named = [...topicsOf(tool.name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]/g, ' '))];
    const described = topicsOf(tool.description);
    const covered = named.filter((topic) => said.has(topic)).length;
    const extra = [...said].filter((topic) => described.has(topic) && !named.includes(topic)).length;
    const enough = named.length > 0 && covered / named.length > 0.5;
    if ((enough || (covered > 0 && extra > 0)) && covered + extra > bestCovered)
      [best, bestCovered] = [tool, covered + extra];
  }
  return best;
}
