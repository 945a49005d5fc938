import { createFileRoute, Outlet } from '@tanstack/react-router';
import { AgencyOnly } from '#/features/agency/agency-only.tsx';

export const Route = createFileRoute('/_app/clients')({
  component: () => (
    <AgencyOnly>
      <Outlet />
    </AgencyOnly>
  ),
});
