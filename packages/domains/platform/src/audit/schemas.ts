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
