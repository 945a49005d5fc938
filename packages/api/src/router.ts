import { router } from '@leadlock/trpc/init';

/** Every procedure of the product; the domains' routers are its branches. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;
