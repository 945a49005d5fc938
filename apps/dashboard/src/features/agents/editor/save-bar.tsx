import { Button } from '#/components/ui/button.tsx';
import { Kbd } from '#/components/ui/kbd.tsx';
import { shortcutName } from '#/shell/shortcut-name.ts';

interface SaveBarProps {
  /** What is not saved, by the settings' labels. */
  changed: readonly string[];
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** So many changes are named; the others are counted. */
const NAMED = 3;

/** Comes up when there is something to save, and says what. */
export function SaveBar({ changed, saving, onSave, onDiscard }: SaveBarProps) {
  const more = changed.length - NAMED;
  return (
    <div role="status" className="sticky bottom-0 z-10 -mx-4 empty:hidden sm:bottom-4 sm:mx-0">
      {changed.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border border-line bg-raised px-4 py-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))] shadow-raised max-sm:border-x-0 sm:rounded-lg">
          <p className="min-w-0 flex-1 basis-52 truncate text-[13px]">
            <span aria-hidden className="mr-2 inline-block size-1.5 rounded-full bg-warning align-middle" />
            <span className="font-medium">Unsaved changes</span>
            <span className="text-muted">
              {': '}
              {changed.slice(0, NAMED).join(', ')}
              {more > 0 && ` and ${more} more`}
            </span>
          </p>
          <div className="flex items-center gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
            <Button variant="ghost" onClick={onDiscard} disabled={saving}>
              Discard
            </Button>
            <Button variant="primary" onClick={onSave} loading={saving}>
              Save
              <Kbd className="border-on-brand/30 bg-transparent text-on-brand max-sm:hidden">{shortcutName('S')}</Kbd>
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
