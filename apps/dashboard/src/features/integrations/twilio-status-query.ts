import { trpc } from '#/api/trpc.ts';

/** Whether Twilio works. The api asks Twilio for it, so it goes by itself: nothing else waits for the answer. */
export const twilioStatusQuery = () =>
  trpc.integrations.twilioStatus.queryOptions(undefined, { trpc: { context: { unbatched: true } } });
