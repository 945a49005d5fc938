import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { auditLogQuery } from '#/features/settings/audit-log-query.ts';
import { AuditLogPage } from '#/features/settings/audit-log-page.tsx';
import { OffsetSearch } from '#/search/offset-search.ts';
import { mayBeAdmin } from '#/session/known-role.ts';
import { AdminsOnly } from '#/shell/admins-only.tsx';

export const Route = createFileRoute('/_app/settings/audit-log')({
  validateSearch: OffsetSearch,
  loaderDeps: ({ search }) => search,
  loader({ context: { queryClient }, deps: { offset } }) {
    if (!mayBeAdmin()) return;
    inBackground(queryClient.prefetchQuery(auditLogQuery(offset)));
  },
  component: () => (
    <AdminsOnly title="Audit log">
      <AuditLogPage />
    </AdminsOnly>
  ),
});
