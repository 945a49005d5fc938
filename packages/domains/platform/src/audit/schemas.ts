import { COUNTED_TOTAL, OffsetPage } from '@leadlock/core/offset-page';
import { z } from 'zod';

const AuditLogEntry = z
  .object({
    id: z.string(),
    actor: z.record(z.string(), z.unknown()).meta({
      description: 'Who made the change: `type` is `user` (with `userId` and `role`) or `api_key` (with `apiKeyId`).',
    }),
    operation: z.string().meta({ description: 'The operation, with a dot: `phoneNumbers.update`.' }),
    target: z.record(z.string(), z.string()).meta({
      description:
        'What was changed, created, or deleted: all IDs in the operation’s path, or the `id` of what was created.',
    }),
    outcome: z.enum(['begun', 'succeeded', 'failed']).meta({
      description:
        '`begun` while the change is in progress, or if the process died during it. `failed` if it ended with an error; it may still have had an effect.',
    }),
    request_id: z.string().meta({ description: 'The `X-Request-Id` of the change.' }),
    ip: z.string(),
    occurred_at: z.string(),
  })
  .meta({ id: 'AuditLogEntry' });
export type AuditLogEntry = z.infer<typeof AuditLogEntry>;

export const AuditLogResponse = z
  .object({ entries: z.array(AuditLogEntry), total: z.int().meta({ description: COUNTED_TOTAL }) })
  .meta({ id: 'AuditLogResponse', description: 'Changes in an account and who made them.' });
export type AuditLogResponse = z.infer<typeof AuditLogResponse>;

export const ListAuditLogInput = z.object({ operation: z.string().optional(), ...OffsetPage });
export type ListAuditLogInput = z.infer<typeof ListAuditLogInput>;

/** Where a part of a sentence leads. */
const AuditLink = z.object({
  kind: z.enum(['agent', 'phone_number', 'member', 'api_key', 'client', 'call', 'webhook']),
  /** Empty for the webhook of the account's settings. */
  id: z.string(),
});
export type AuditLink = z.infer<typeof AuditLink>;

const AuditSentencePart = z.object({ text: z.string(), link: AuditLink.nullable() });
export type AuditSentencePart = z.infer<typeof AuditSentencePart>;

/** A `name` of null: a member or key that no longer exists, or somebody who has no name here. */
const AuditActor = z.object({
  kind: z.enum(['member', 'api_key', 'agency', 'support', 'system']),
  name: z.string().nullable(),
});
export type AuditActor = z.infer<typeof AuditActor>;

export const AuditLogInWords = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      actor: AuditActor,
      action: z.array(AuditSentencePart),
      outcome: AuditLogEntry.shape.outcome,
      ip: z.string(),
      occurred_at: z.string(),
    }),
  ),
  total: z.int(),
});
export type AuditLogInWords = z.infer<typeof AuditLogInWords>;

export const DescribeAuditLogInput = z.object(OffsetPage);
export type DescribeAuditLogInput = z.output<typeof DescribeAuditLogInput>;
