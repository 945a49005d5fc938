import { createFileRoute } from '@tanstack/react-router';
import { AuditLogPage } from '#/features/settings/audit-log-page.tsx';
import { OffsetSearch } from '#/search/offset-search.ts';

export const Route = createFileRoute('/_app/settings/audit-log')({
  validateSearch: OffsetSearch,
  component: AuditLogPage,
});
