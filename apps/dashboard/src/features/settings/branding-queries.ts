import type { QueryClient } from '@tanstack/react-query';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { applyBrand } from '#/brand/brand.ts';

export type Branding = Outputs['agency']['branding']['get'];

/** Shows a brand that was just saved on every page. */
export function showBrand(queryClient: QueryClient, branding: Branding): void {
  queryClient.setQueryData(trpc.agency.branding.get.queryKey(), branding);
  applyBrand(branding);
}

/** Asks for the brand anew and shows it on every page. */
export async function refreshBrand(queryClient: QueryClient): Promise<void> {
  showBrand(queryClient, await queryClient.fetchQuery({ ...trpc.agency.branding.get.queryOptions(), staleTime: 0 }));
}
