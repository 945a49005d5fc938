import { randomBytes } from 'node:crypto';
import { httpClient } from '@leadlock/launch/demo/http-client';
import { inject } from 'vitest';
import type { Account } from './accounts.ts';
import { linkFromEmail } from './sandbox.ts';

/** Invites somebody into an account and accepts in their place. */
export async function addColleague(owner: Account, role: 'admin' | 'member'): Promise<Account & { userId: string }> {
  const [email, password] = [
    `bob-${randomBytes(6).toString('hex')}@example.com`,
    randomBytes(12).toString('base64url'),
  ];
  await owner.api.post('/auth/members', { email, role });
  const token = new URL(await linkFromEmail(email, '/accept-invite')).searchParams.get('token');
  const { apiUrl } = inject('stack');
  const tokens = await httpClient(apiUrl).post<Account['tokens']>('/auth/accept-invite', { token, password });
  const api = httpClient(apiUrl, tokens.access_token);
  const { user } = await api.get<{ user: { id: string } }>('/auth/me');
  return { email, password, companyName: owner.companyName, tokens, api, userId: user.id };
}
