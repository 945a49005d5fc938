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
      className="sticky top-0 z-30 flex h-(--banner) items-center justify-center gap-x-4 bg-brand px-4 text-[13px] text-on-brand"
    >
      <span className="min-w-0 truncate max-sm:flex-1">
        You are working in <strong className="font-semibold">{acting.name}</strong>
      </span>
      <button
        type="button"
        className="inline-flex max-w-1/2 shrink-0 items-center gap-1.5 rounded-sm font-medium underline underline-offset-2 outline-on-brand max-sm:min-h-11"
        onClick={() => void switchAccount(null)}
      >
        <ArrowLeft className="size-3.5 shrink-0" aria-hidden="true" />
        <span className="truncate">
          Back <span className="max-sm:sr-only">to {tenant.name}</span>
        </span>
      </button>
    </div>
  );
}
