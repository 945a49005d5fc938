import { createFileRoute } from '@tanstack/react-router';
import { ReportIssuePage } from '#/features/issues/report-issue-page.tsx';
import { ReportIssueSearch } from '#/features/issues/report-issue-search.ts';

export const Route = createFileRoute('/_app/report-issue')({
  validateSearch: ReportIssueSearch,
  component: ReportIssuePage,
});
