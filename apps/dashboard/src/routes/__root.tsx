import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { useBrand } from '#/brand/use-brand.ts';
import { UiProvider } from '#/components/ui/ui-provider.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

export const Route = createRootRouteWithContext<RouterContext>()({ component: Root });

function Root() {
  const { name } = useBrand();
  return (
    <UiProvider siteName={name}>
      <Outlet />
    </UiProvider>
  );
}
