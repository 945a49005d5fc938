import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { useBrand } from '#/brand/use-brand.ts';
import { SiteNameContext } from '#/components/ui/page.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

export const Route = createRootRouteWithContext<RouterContext>()({ component: Root });

function Root() {
  const { name } = useBrand();
  return (
    <SiteNameContext value={name}>
      <Outlet />
    </SiteNameContext>
  );
}
