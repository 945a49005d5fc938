import { createFileRoute } from '@tanstack/react-router';
import { CompliancePage } from '#/features/settings/compliance-page.tsx';

export const Route = createFileRoute('/_app/settings/compliance')({ component: CompliancePage });
