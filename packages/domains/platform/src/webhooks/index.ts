export { dispatchDeliveries } from './dispatch-deliveries.ts';
export { sealedPreviousWebhookSecrets, sealedWebhookCredentials, sealedWebhookSecrets } from './endpoint.ts';
export { updateWebhookSettings, type WebhookSettingsUpdate } from './update-webhook-settings.ts';
