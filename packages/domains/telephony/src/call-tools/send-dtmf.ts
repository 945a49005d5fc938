import { defineTool } from '@leadlock/agents/tools';
import { z } from 'zod';

/** A number and its extension are shorter. */
const MOST_KEYS = 32;

/** Presses keys on a phone call: the tones are played to the other side, as the menus of phone systems want them. */
export const sendDtmf = defineTool({
  name: 'send_dtmf',
  description:
    'Presses keys on the phone to navigate a phone menu. Wait until the menu names the key you need, press it, and ' +
    'say nothing until you hear what follows.',
  input: z.object({
    keys: z
      .string()
      .min(1)
      .max(MOST_KEYS)
      .regex(/^[0-9*#w]+$/)
      .meta({
        description: 'The keys to press, in order: digits, * and #; w waits for half a second. Example: 1w204#',
      }),
  }),
  isOffered: ({ kind, onPhone }) => kind === 'call' && onPhone !== false,
  conduct: () => ({ afterSpeech: true, pressesKeys: true }),
  run: (_ctx, _site, { keys }) => ({ pressed: keys }),
});
