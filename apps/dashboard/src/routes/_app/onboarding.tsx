import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { OnboardingPage } from '#/features/onboarding/onboarding-page.tsx';

export const Route = createFileRoute('/_app/onboarding')({
  loader: ({ context }) => context.queryClient.ensureQueryData(trpc.onboarding.get.queryOptions()),
  component: OnboardingPage,
});
