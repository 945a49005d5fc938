import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
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
    inBackground(queryClient.prefetchQuery(auditLogQuery(offset)));
    inBackground(queryClient.prefetchQuery(trpc.members.list.queryOptions()));
    inBackground(queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions()));
  },
  component: () => (
    <AdminsOnly title="Audit log">
      <AuditLogPage />
    </AdminsOnly>
  ),
});
