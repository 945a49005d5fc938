export { createAuditLog } from './create-audit-log.ts';
export { recordAudit, type AuditEntry } from './record-audit.ts';
