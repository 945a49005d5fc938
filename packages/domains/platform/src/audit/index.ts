export { createAuditLog } from './create-audit-log.ts';
export { PHRASES } from './phrases.ts';
