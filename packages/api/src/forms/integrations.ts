export { TwilioCredentialsRequest } from '@leadlock/crm/integrations/schemas';
