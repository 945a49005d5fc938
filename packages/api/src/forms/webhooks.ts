export { TenantUpdate } from '@leadlock/platform/webhooks/schemas';
