export { twilioWebhooksRouter } from './router.ts';
