import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
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
    void queryClient.prefetchQuery(auditLogQuery(offset));
    void queryClient.prefetchQuery(trpc.members.list.queryOptions());
    void queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions());
  },
  component: () => (
    <AdminsOnly title="Audit log">
      <AuditLogPage />
    </AdminsOnly>
  ),
});
