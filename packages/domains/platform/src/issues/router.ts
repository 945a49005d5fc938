import { router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { reportIssue } from './report-issue.ts';
import { IssueReport, ReportedIssue } from './schemas.ts';
import { MAX_SCREENSHOT_BYTES } from './screenshot.ts';

export const issuesRouter = router({
  create: tenantProcedure
    .meta(
      op({
        method: 'POST',
        path: '/issues/',
        // The file store is outside, and no transaction should wait for it; a report that was cut off is made again.
        idempotent: 'repeatable',
        tag: 'Issues',
        status: 201,
        summary: 'Report an issue',
        description:
          'Reports a problem to the operators of this installation, with an optional screenshot. The file type is detected ' +
          'from its contents. The screenshot is private: its URL expires after one hour.',
        example: {
          request: {
            message: 'The call list stays empty.',
            url: 'https://app.example.com/calls',
            page_name: 'Calls',
            browser_info: 'Firefox 145 on Linux',
          },
          response: {
            id: '019ac2f9-1f60-7d3c-8e51-4a7f9c1d3e52',
            created_at: '2026-11-24T15:06:00.000Z',
            screenshot_url: null,
          },
        },
        body: 'multipart',
        maxFileBytes: MAX_SCREENSHOT_BYTES,
        errors: [413, 415, 502],
      }),
    )
    .input(IssueReport)
    .output(ReportedIssue)
    .mutation(({ ctx, input }) => reportIssue(ctx.caller.ownTenantContext(ctx.principal), input)),
});
