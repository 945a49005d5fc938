import { router } from '@leadlock/trpc/init';
import { filesRouter } from './files/router.ts';

export const platformRouter = router({ files: filesRouter });
