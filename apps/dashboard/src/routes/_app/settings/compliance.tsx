import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { CompliancePage } from '#/features/settings/compliance-page.tsx';

export const Route = createFileRoute('/_app/settings/compliance')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(trpc.compliance.outbound.queryOptions()),
  component: CompliancePage,
});
