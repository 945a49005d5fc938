import type { SystemContext } from '@leadlock/context/context';
import { Slug, type CheckSlugResponse } from './schemas.ts';

/** Whether a sub-account could have this slug now. Somebody else may still take it first. */
export async function checkSlug(ctx: SystemContext, text: string): Promise<CheckSlugResponse> {
  const parsed = Slug.safeParse(text);
  if (!parsed.success) {
    return { available: false, slug: text, message: 'Use letters and digits, with single hyphens between them' };
  }
  const slug = parsed.data;
  // Slugs are unique among all tenants, so all must be asked.
  const taken = await ctx.database.system
    .selectFrom('tenants')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst();
  return taken ? { available: false, slug, message: 'This slug is taken' } : { available: true, slug, message: null };
}
