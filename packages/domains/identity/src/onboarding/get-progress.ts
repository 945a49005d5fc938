import type { TenantContext } from '@leadlock/context/context';
import { findOrBegin, toProgress } from './progress.ts';
import type { OnboardingProgress } from './schemas.ts';

/** How far the tenant has come; at the first reading it begins. */
export async function getProgress(ctx: TenantContext): Promise<OnboardingProgress> {
  return toProgress(await findOrBegin(ctx, ctx.db));
}
