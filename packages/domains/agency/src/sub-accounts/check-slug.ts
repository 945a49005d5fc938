import type { TenantContext } from '@leadlock/context/context';
import { Slug, type CheckSlugResponse } from './schemas.ts';
import { describeTakenSlug } from './taken-slug.ts';

/** Whether a sub-account could have this slug now. Somebody else may still take it first. */
export async function checkSlug(ctx: TenantContext, text: string): Promise<CheckSlugResponse> {
  const parsed = Slug.safeParse(text);
  if (!parsed.success) {
    return { available: false, slug: text, message: 'Use letters, digits, and single hyphens between them' };
  }
  const slug = parsed.data;
  const message = await describeTakenSlug(ctx, slug);
  return { available: message === null, slug, message };
}
