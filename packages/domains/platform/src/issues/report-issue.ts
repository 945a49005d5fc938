import type { TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { fileUrl } from '../files/index.ts';
import type { IssueReport, ReportedIssue } from './schemas.ts';
import { storeScreenshot } from './screenshot.ts';

const LINK_SECONDS = 3_600;

/**
 * Takes down a problem for the operators of this installation. `ctx` is of the person's own tenant, whichever
 * sub-account they were looking at.
 * @throws unsupported_media_type for a screenshot that is no picture, upstream
 */
export async function reportIssue(ctx: TenantContext, report: IssueReport): Promise<ReportedIssue> {
  const { image, message, url, page_name, browser_info } = report;
  const id = newId();
  const created_at = ctx.clock.now();
  const key = image ? await storeScreenshot(ctx.providers.storage, `issues/${ctx.tenant.id}/${id}`, image) : null;
  await ctx.db
    .insertInto('issue_reports')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      user_id: ctx.actor.type === 'user' ? ctx.actor.userId : null,
      message,
      url,
      page_name,
      browser_info,
      screenshot_key: key,
      created_at,
    })
    .execute();
  ctx.log.info({ issue: id, hasScreenshot: key !== null }, 'issue reported');
  return {
    id,
    created_at: created_at.toISOString(),
    screenshot_url: key === null ? null : fileUrl(ctx, key, { expiresInSeconds: LINK_SECONDS }),
  };
}
