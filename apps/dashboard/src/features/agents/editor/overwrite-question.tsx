import type { ConfirmRequest } from '#/components/ui/confirm-context.ts';
import { labelOf } from './sections/index.ts';
import type { AgentValues, SettingName } from './setting-definition.ts';

/** Asks before settings that somebody else has saved meanwhile are replaced, and shows both texts of each. */
export const overwriteQuestion = (
  conflicts: readonly SettingName[],
  mine: AgentValues,
  theirs: AgentValues,
): ConfirmRequest => ({
  title: 'Overwrite someone else’s change?',
  body: (
    <>
      <p>Someone else has changed {conflicts.map(labelOf).join(', ')}. Saving replaces their version with yours.</p>
      <div
        role="region"
        aria-label="Changes"
        // A long prompt is scrolled through, by keyboard too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="mt-3 grid max-h-[45dvh] gap-4 overflow-y-auto rounded-md border p-3"
      >
        {conflicts.map((name) => (
          <section key={name} className="grid gap-2">
            {conflicts.length > 1 && <h3 className="font-medium text-ink">{labelOf(name)}</h3>}
            <Version owner="Theirs" value={theirs[name]} />
            <Version owner="Yours" value={mine[name]} />
          </section>
        ))}
      </div>
    </>
  ),
  confirmLabel: 'Save mine',
  cancelLabel: 'Keep editing',
});

function Version({ owner, value }: { owner: string; value: unknown }) {
  return (
    <div className="grid gap-0.5">
      <p className="text-xs">{owner}</p>
      <p className="break-words whitespace-pre-wrap text-ink">{toText(value)}</p>
    </div>
  );
}

/** A setting as text; lists with a line for each of their entries. */
function toText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'Empty';
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (Array.isArray(value)) return value.length === 0 ? 'Empty' : value.map(toText).join('\n');
  if (typeof value === 'object') {
    const filled = Object.entries(value).filter(([, part]) => part !== null && part !== '');
    return filled.map(([key, part]) => `${key.replaceAll('_', ' ')}: ${toText(part)}`).join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
