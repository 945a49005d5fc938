import { usePlayerState } from './sample-player.ts';

/** Why a sample of this provider was not heard. */
export function SampleProblem({ provider }: { provider: string }) {
  const { sample, problem } = usePlayerState();
  return (
    <p role="alert" className="mt-1.5 text-xs text-pretty text-danger empty:hidden">
      {sample?.provider === provider && problem}
    </p>
  );
}
