export { dispatchDeliveries } from './dispatch-deliveries.ts';
export { sealedWebhookCredentials } from './address.ts';
export { sealedPreviousWebhookSecrets, sealedWebhookSecrets } from './endpoint.ts';
export { updateWebhookSettings, type WebhookSettingsUpdate } from './update-webhook-settings.ts';
