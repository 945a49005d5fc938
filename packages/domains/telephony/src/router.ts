import { router } from '@leadlock/trpc/init';
import { activeSessionsRouter } from './active-sessions/router.ts';
import { callsRouter } from './calls/router.ts';
import { phoneNumbersRouter } from './phone-numbers/router.ts';
import { testCallsRouter } from './test-calls/router.ts';
import { transferWebhooksRouter } from './transfers/router.ts';
import { twilioWebhooksRouter } from './twilio-webhooks/router.ts';

export const telephonyRouter = router({
  phoneNumbers: phoneNumbersRouter,
  calls: callsRouter,
  testCalls: testCallsRouter,
  activeSessions: activeSessionsRouter,
  webhooks: twilioWebhooksRouter,
  transferWebhooks: transferWebhooksRouter,
});
