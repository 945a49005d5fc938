export { createAuditLog } from './create-audit-log.ts';
