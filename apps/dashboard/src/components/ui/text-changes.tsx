import { diffLines, diffWordsWithSpace, type ChangeObject } from 'diff';
import { useMemo } from 'react';
import { Dialog } from './dialog.tsx';

/** A text that was written anew is not worth finding each word of the old one in it. In milliseconds. */
const PATIENCE_MS = 500;

const changesOf = (before: string, after: string): ChangeObject<string>[] =>
  diffWordsWithSpace(before, after, { timeout: PATIENCE_MS }) ??
  diffLines(before, after, { timeout: PATIENCE_MS }) ?? [
    { value: before, added: false, removed: true, count: 1 },
    { value: after, added: true, removed: false, count: 1 },
  ];

/** What was taken out of a text and what was put in. */
export function TextChanges({ before, after }: { before: string; after: string }) {
  const changes = useMemo(() => changesOf(before, after), [before, after]);
  return (
    <p className="text-[13px] leading-6 break-words whitespace-pre-wrap">
      {changes.map(({ value, added, removed }, index) => {
        // The parts of a text never change their places.
        // oxlint-disable react/no-array-index-key
        if (added) {
          return (
            <ins key={index} className="rounded-xs bg-success-soft text-success no-underline">
              {value}
            </ins>
          );
        }
        if (removed) {
          return (
            <del key={index} className="rounded-xs bg-danger-soft text-danger">
              {value}
            </del>
          );
        }
        return <span key={index}>{value}</span>;
        // oxlint-enable react/no-array-index-key
      })}
    </p>
  );
}

interface TextChangesDialogProps {
  before: string;
  after: string;
  onClose: () => void;
}

export function TextChangesDialog({ before, after, onClose }: TextChangesDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Unsaved changes"
      description="Compared with the saved version. Green is new, red is removed."
      size="xl"
    >
      <TextChanges before={before} after={after} />
    </Dialog>
  );
}
