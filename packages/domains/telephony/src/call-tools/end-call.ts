import { defineTool } from '@leadlock/agents/tools';
import { z } from 'zod';

export const endCall = defineTool({
  name: 'end_call',
  description:
    'Ends the call. Use it when the conversation is over and both sides have said goodbye, or when the caller asks to hang up.',
  input: z.object({ reason: z.string().optional().meta({ description: 'Why the call is ending, in a few words.' }) }),
  isOffered: ({ kind }) => kind === 'call',
  endsCall: true,
  run: () => ({ ending: true }),
});
