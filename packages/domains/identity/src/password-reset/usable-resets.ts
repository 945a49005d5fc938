import type { Db } from '@leadlock/db/client';
import { hashOneTimeToken } from '../auth/one-time-token.ts';

/** Whose reset link has this token. Nothing for one that is unknown, used or expired, or whose user is disabled. */
export const selectUsableReset = (db: Db, token: string, now: Date) =>
  db
    .selectFrom('password_reset_tokens as sent')
    .innerJoin('users', (join) =>
      join.onRef('users.tenant_id', '=', 'sent.tenant_id').onRef('users.id', '=', 'sent.user_id'),
    )
    .select([
      'sent.id as token_id',
      'users.tenant_id',
      'users.id',
      'users.email',
      'users.role',
      'users.is_super_admin',
      'users.email_verified_at',
    ])
    .where('sent.token_hash', '=', hashOneTimeToken(token))
    .where('sent.used_at', 'is', null)
    .where('sent.expires_at', '>', now)
    .where('users.is_active', '=', true);
