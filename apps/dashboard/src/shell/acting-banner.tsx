import { ArrowLeft } from 'lucide-react';
import { useAccount } from '#/session/account.ts';
import { useSwitchAccount } from './switch-account.ts';

/** Says at all times, in the agency's color, that the pages show and change a sub-account. */
export function ActingBanner() {
  const { acting, tenant } = useAccount();
  const switchAccount = useSwitchAccount();
  if (acting === null) return null;
  return (
    <div
      role="status"
      className="flex min-h-9 flex-wrap items-center justify-center gap-x-4 bg-brand px-4 py-1.5 text-[13px] text-on-brand lg:sticky lg:top-0 lg:z-30 lg:h-9 lg:flex-nowrap"
    >
      <span className="min-w-0 lg:truncate">
        You are working in <strong className="font-semibold">{acting.name}</strong>
      </span>
      <button
        type="button"
        className="inline-flex shrink-0 items-center gap-1.5 rounded-sm font-medium underline underline-offset-2 outline-on-brand max-sm:min-h-11"
        onClick={() => void switchAccount(null)}
      >
        <ArrowLeft className="size-3.5" aria-hidden="true" />
        Back to {tenant.name}
      </button>
    </div>
  );
}
