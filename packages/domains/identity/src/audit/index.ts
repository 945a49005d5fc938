export { recordAudit, type AuditEntry, type AuditOutcome } from './record-audit.ts';
export { recordEntry } from './record-entry.ts';
export { originOf, type RequestOrigin } from './request-origin.ts';
