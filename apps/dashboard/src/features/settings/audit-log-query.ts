import { trpc } from '#/api/trpc.ts';

export const AUDIT_PAGE_SIZE = 50;

export const auditLogQuery = (offset: number) => trpc.audit.describe.queryOptions({ limit: AUDIT_PAGE_SIZE, offset });
