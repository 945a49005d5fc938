import { randomBytes } from 'node:crypto';
import { forTenant } from '@leadlock/context/context';
import type { AccessRows, Seed } from '@leadlock/testing/access-rows';
import { connectTwilio } from './integrations/index.ts';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** One with Twilio, which is also what requests that name none rely on; an agency’s sub-account may use it. */
const twilio: Seed = async ({ system, tenant, subAccount, mark }) => {
  const credentials = { account_name: mark, account_sid: `AC${hex(16)}`, auth_token: hex(16) };
  const { integration } = await connectTwilio(forTenant(system, tenant), credentials);
  if (subAccount) {
    const assigned = { tenant_id: subAccount.id, agency_id: tenant.id, integration_id: integration.id };
    await system.db
      .insertInto('sub_account_integrations')
      .values({ ...assigned, provider: 'twilio' })
      .execute();
  }
  return integration.id;
};

export const crmRows: AccessRows = { ids: { integration_id: twilio } };
