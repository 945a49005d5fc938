import type { SystemContext } from '@leadlock/context/context';
import type { CompletedMutation, MutationObserver } from '@leadlock/trpc/request-context';
import { recordAudit } from './record-audit.ts';

const PATH_FIELD = /\{(\w+)\}/g;
const MAX_ID_LENGTH = 200;

const textOf = (value: unknown, field: string): string | null => {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, field) : null;
  return typeof text === 'string' && text.length <= MAX_ID_LENGTH ? text : null;
};

/** What a mutation was about: the last id in its path, else the id of what it answered with. */
export function targetOf({ meta, input, output }: Pick<CompletedMutation, 'meta' | 'input' | 'output'>): string | null {
  const field = [...(meta.openapi?.path ?? '').matchAll(PATH_FIELD)].at(-1)?.[1];
  return field === undefined ? textOf(output, 'id') : textOf(input, field);
}

/**
 * Keeps the changes that owners, admins, API keys and operators make. What members do is their everyday work. The entry
 * is written after the change and before its answer; when that fails, the change stands and the log says so.
 */
export function createAuditLog(system: SystemContext): MutationObserver {
  return async (mutation) => {
    const { request, principal, tenantId } = mutation;
    if (principal.role === 'member' && !principal.isSuperAdmin) return;
    const operation = request.operation ?? '';
    try {
      await recordAudit(system.database.system, {
        tenantId,
        actor: principal.actor,
        operation,
        targetId: targetOf(mutation),
        requestId: request.id,
        ip: request.ip,
        occurredAt: system.clock.now(),
      });
    } catch (err) {
      system.log.error({ err, requestId: request.id, operation, tenant: tenantId }, 'the audit log was not written');
    }
  };
}
