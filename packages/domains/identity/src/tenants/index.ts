export { findSubAccount, findTenant, TENANT_COLUMNS, toTenant, type TenantColumns } from './tenant.ts';
export { isInGoodStanding, requireActiveTenant } from './require-active-tenant.ts';
export { getOwnTenantRow, getTenantRow, toTenantResponse, type TenantRow } from './tenant-response.ts';
export { TenantResponse } from './schemas.ts';
export { getTenantDetail } from './get-tenant-detail.ts';
