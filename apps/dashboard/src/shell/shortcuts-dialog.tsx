import { Dialog } from '#/components/ui/dialog.tsx';
import { Kbd } from '#/components/ui/kbd.tsx';
import { useAccount } from '#/session/account.ts';
import { navigationFor } from './navigation.ts';
import { shortcutName } from './shortcut-name.ts';

/** What the keyboard does on every page. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const pages = navigationFor(useAccount()).flatMap(({ items }) => items);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Keyboard shortcuts"
      description="Available on every page, outside text fields."
    >
      <dl className="grid gap-x-8 text-[13px] sm:grid-cols-2">
        <Shortcut label="Search" keys={[shortcutName('K')]} />
        <Shortcut label="Show shortcuts" keys={['?']} />
        {pages.map(({ label, key }) => (
          <Shortcut key={key} label={`Go to ${label}`} keys={['G', key.toUpperCase()]} />
        ))}
      </dl>
    </Dialog>
  );
}

const Shortcut = ({ label, keys }: { label: string; keys: string[] }) => (
  <div className="flex min-h-9 items-center justify-between gap-4 border-b">
    <dt>{label}</dt>
    <dd className="flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </dd>
  </div>
);
