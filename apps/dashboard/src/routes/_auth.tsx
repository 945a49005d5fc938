import { createFileRoute } from '@tanstack/react-router';
import { AuthLayout } from '#/features/auth/auth-layout.tsx';

/** The pages for those who are not signed in yet. */
export const Route = createFileRoute('/_auth')({ component: AuthLayout });
