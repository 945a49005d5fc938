import { z } from 'zod';

/** The terms in force. A new version must be accepted again. */
export const OUTBOUND_TERMS_VERSION = '1.0';

export const OutboundComplianceStatus = z
  .object({
    outbound_enabled: z.boolean().meta({ description: 'Whether the current version has been accepted.' }),
    terms_version: z.string().nullable().meta({ description: 'The version accepted last.' }),
    accepted_at: z.string().nullable(),
    accepted_by: z.string().nullable().meta({ description: 'The email address of the user who accepted them.' }),
  })
  .meta({
    id: 'OutboundComplianceStatus',
    description: 'Whether a tenant can make automated outbound calls and texts.',
  });
export type OutboundComplianceStatus = z.infer<typeof OutboundComplianceStatus>;

export const AcceptOutboundTermsRequest = z
  .object({
    terms_version: z
      .string()
      .max(20)
      .default(OUTBOUND_TERMS_VERSION)
      // The reference states its default, "1.0", as a number, and clients are made from that.
      .meta({ default: 1 }),
  })
  .meta({ id: 'AcceptOutboundTermsRequest', description: 'The version to accept.' });
export type AcceptOutboundTermsRequest = z.infer<typeof AcceptOutboundTermsRequest>;
