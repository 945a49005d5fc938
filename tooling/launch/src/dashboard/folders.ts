import { join } from 'node:path';
import { ROOT } from '../repository.ts';

export const DASHBOARD = join(ROOT, 'apps/dashboard');

/** What the api serves at `/app`. */
export const BUILT = join(DASHBOARD, 'dist');
