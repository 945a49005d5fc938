import type { SealedValues } from '@leadlock/context/sealed-values';
import { sealedTwilioCredentials } from '@leadlock/crm/integrations';
import { sealedEmails } from '@leadlock/identity/emails';
import { sealedIdempotentAnswers } from '@leadlock/platform/idempotency';
import {
  sealedPreviousWebhookSecrets,
  sealedWebhookCredentials,
  sealedWebhookSecrets,
} from '@leadlock/platform/webhooks';

/** Every place where the product keeps sealed values; a test finds columns that are missing here. */
export const SEALED_VALUES: readonly SealedValues[] = [
  sealedTwilioCredentials,
  sealedWebhookSecrets,
  sealedPreviousWebhookSecrets,
  sealedWebhookCredentials,
  sealedIdempotentAnswers,
  sealedEmails,
];
