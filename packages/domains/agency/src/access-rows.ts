import type { AccessRows, Owner, Seed } from '@leadlock/testing/access-rows';

const subAccount: Seed = ({ tenant, subAccount }) => Promise.resolve((subAccount ?? tenant).id);

const customDomain = ({ system, tenant, mark }: Owner): Promise<unknown> =>
  system.db
    .insertInto('custom_domains')
    .values({ tenant_id: tenant.id, domain: `${mark.toLowerCase()}.example.com`, token: mark })
    .execute();

export const agencyRows: AccessRows = {
  ids: { source_tenant_id: subAccount, sub_account_id: subAccount, target_tenant_id: subAccount },
  others: [customDomain],
};
