import { router } from '@leadlock/trpc/init';
import { statsRouter } from './stats/router.ts';

export const insightsRouter = router({ stats: statsRouter });
