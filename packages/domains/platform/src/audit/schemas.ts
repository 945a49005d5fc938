import { OffsetPage } from '@leadlock/core/offset-page';
import { z } from 'zod';

const AuditLogEntry = z
  .object({
    id: z.string(),
    actor: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Who: `type` is `user` (with `userId` and `role`) or `api_key` (with `apiKeyId`).' }),
    operation: z.string().meta({ description: 'As in this document, with a dot: `phoneNumbers.update`.' }),
    target_id: z.string().nullable().meta({ description: 'What was changed, made or deleted.' }),
    request_id: z.string().meta({ description: 'The `X-Request-Id` of the change.' }),
    ip: z.string(),
    occurred_at: z.string(),
  })
  .meta({ id: 'AuditLogEntry' });
export type AuditLogEntry = z.infer<typeof AuditLogEntry>;

export const AuditLogResponse = z
  .object({ entries: z.array(AuditLogEntry), total: z.int() })
  .meta({ id: 'AuditLogResponse', description: 'Changes that owners, admins and API keys have made.' });
export type AuditLogResponse = z.infer<typeof AuditLogResponse>;

export const ListAuditLogInput = z.object({ operation: z.string().optional(), ...OffsetPage });
export type ListAuditLogInput = z.infer<typeof ListAuditLogInput>;
