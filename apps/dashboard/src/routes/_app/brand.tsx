import { createFileRoute } from '@tanstack/react-router';
import { BrandingPage } from '#/features/settings/branding-page.tsx';

export const Route = createFileRoute('/_app/brand')({ component: BrandingPage });
