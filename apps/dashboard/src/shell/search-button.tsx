import { Search } from 'lucide-react';
import { Kbd } from '#/components/ui/kbd.tsx';
import { shortcutName } from './shortcut-name.ts';

/** Opens the command palette, and says by which keys it opens too. */
export const SearchButton = ({ onClick }: { onClick: () => void }) => (
  <button
    type="button"
    onClick={onClick}
    className="flex h-8 shrink-0 items-center gap-2.5 rounded-md border bg-canvas px-2.5 text-[13px] text-muted transition-colors hover:border-line-strong hover:text-ink max-sm:h-11"
  >
    <Search className="size-4 shrink-0" aria-hidden="true" />
    Search
    <Kbd className="ml-auto max-sm:hidden">{shortcutName('K')}</Kbd>
  </button>
);
