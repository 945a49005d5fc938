import { createFileRoute } from '@tanstack/react-router';
import { ReportIssuePage } from '#/features/issues/report-issue-page.tsx';

export const Route = createFileRoute('/_app/report-issue')({ component: ReportIssuePage });
