import { NOBODY } from '@leadlock/core/id';
import { publicProcedure } from '@leadlock/trpc/init';
import { RestReply } from '@leadlock/trpc/rest/reply';
import { authenticateWebhook } from './authenticate.ts';
import { SIGNATURE_HEADER, WebhookAddress } from './schemas.ts';

/** What all of Twilio's webhooks have in common. */
export const webhook = {
  tag: 'Webhooks',
  body: 'form',
  headers: { signature: SIGNATURE_HEADER },
  produces: 'text/xml',
  errors: { 403: 'The signature is missing or invalid, or the tenant doesn’t exist.' },
} as const;

export const exampleAddress = {
  tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
  signature: 'WzQ0m4K8b2w0l2gEo0iRr0M4Yq8=',
};
export const exampleCallSid = 'CA0123456789abcdef0123456789abcdef';

export const twiml = (text: string): RestReply => new RestReply(text);

/** Whether Twilio sent it is decided before anything else about it is looked at, its fields included. */
export const twilioProcedure = publicProcedure.use(async ({ ctx, getRawInput, next }) => {
  const address = WebhookAddress.pick({ tenant_id: true }).safeParse(await getRawInput());
  const authentic = await authenticateWebhook(ctx.system, {
    tenantId: address.data?.tenant_id ?? NOBODY,
    url: ctx.request.url,
    signature: ctx.request.header(SIGNATURE_HEADER),
    body: ctx.request.rawBody,
  });
  return next({ ctx: { authentic } });
});
