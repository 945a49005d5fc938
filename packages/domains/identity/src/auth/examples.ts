import type { AuthResponse } from './schemas.ts';

/** One account, shown in every example of this domain. */
const user = {
  id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b01',
  email: 'dana@brightsmile.example',
  full_name: 'Dana Reyes',
  role: 'owner',
  tenant_id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b00',
  created_at: '2026-11-22T14:00:00.000Z',
  is_super_admin: false,
};

const tenant = {
  id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b00',
  name: 'Bright Smile Dental',
  slug: 'bright-smile-dental',
  tenant_type: 'direct',
  plan: 'starter',
  tier: 'starter',
  agent_limit: 3,
  sub_account_limit: 0,
  is_active: true,
  trial_ends_at: '2026-12-06T14:00:00.000Z',
  parent_tenant_id: null,
  stripe_subscription_id: null,
  subscription_status: null,
  effective_plan: 'starter',
};

export const meExample = { user, tenant };

/** How operations that hash a password document status 503. */
export const HASHING_BUSY = 'Too many password checks at the same time. `Retry-After` says when to retry.';

export const authExample: AuthResponse = {
  access_token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk5YzBkZSJ9.c2lnbmF0dXJl',
  refresh_token: 'q8mB1xg3mS0b5cPpOeR6xYJrJv3kYd0o2Jt9b7Qn4Zs',
  token_type: 'bearer',
  expires_in: 3600,
  user,
  tenant,
};

export const contextExample = {
  tenant_type: 'agency',
  current_tenant_id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8c10',
  parent_tenant_id: null,
  timezone: 'America/New_York',
  available_sub_accounts: [
    { id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8c11', name: 'Harbor Plumbing', slug: 'harbor-plumbing' },
  ],
  email_verified: true,
};
