import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc, type Inputs } from '#/api/trpc.ts';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';
import { currentStep, planFor, type Progress } from './plan.ts';

export type StepFacts = Omit<Inputs['onboarding']['complete'], 'step'>;

const NUMBER_STEP = 3;
/** What the api lets nobody skip is done without: its flag then says no. */
const SKIPPABLE: ReadonlySet<number> = new Set([2, 3, 7]);

/** Where somebody is in the onboarding, and the way on and back. The api keeps it, so that it goes on on another device. */
export function useOnboarding() {
  const { isAgency } = useAccount();
  const queryClient = useQueryClient();
  const progress = useSuspenseQuery(trpc.onboarding.get.queryOptions()).data;
  const plan = planFor(isAgency);
  const index = currentStep(plan, progress);
  const keep = (changed: Progress): void => {
    queryClient.setQueryData(trpc.onboarding.get.queryKey(), changed);
  };

  /** Passes everything that the step covers, and tells the api what was done; without facts it is left for later. */
  const next = useMutation({
    async mutationFn(facts: StepFacts | null) {
      let changed: Progress | null = null;
      const current = plan[index];
      for (const step of current?.covers ?? []) {
        const told = step === current?.told ? facts : null;
        changed =
          told === null && SKIPPABLE.has(step)
            ? await api.onboarding.skip.mutate({ step })
            : await api.onboarding.complete.mutate({ step, ...told });
      }
      return changed;
    },
    onSuccess: (changed) => changed && keep(changed),
    onError: (error) => toast.error(toApiError(error).message),
  });

  /** Takes down a number that was imported at the end, which is the third of the api's steps. */
  const tellNumber = (phoneNumberId: string): Promise<Progress> =>
    api.onboarding.complete.mutate({ step: NUMBER_STEP, purchased: true, phone_number_id: phoneNumberId });

  const goTo = useMutation({
    mutationFn: (target: number) => api.onboarding.navigate.mutate({ step: plan[target]?.covers[0] ?? 1 }),
    onSuccess: keep,
    onError: (error) => toast.error(toApiError(error).message),
  });

  return { plan, index, progress, next, goTo, tellNumber };
}

export type Onboarding = ReturnType<typeof useOnboarding>;
