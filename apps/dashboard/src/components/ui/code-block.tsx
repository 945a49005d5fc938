import { classNames } from '#/components/class-names.ts';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  /** What it is, for screen readers: "Request body". */
  label: string;
  code: string;
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean;
  className?: string;
}

/** Text for machines, to read and to copy. */
export function CodeBlock({ label, code, wrap, className }: CodeBlockProps) {
  return (
    <div className={classNames('group/code relative min-w-0 rounded-md border border-line bg-canvas', className)}>
      <pre
        aria-label={label}
        role="region"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it
        tabIndex={0}
        className={classNames(
          'max-h-96 overflow-auto p-3 pr-12 font-mono text-xs leading-5 focus-visible:-outline-offset-2',
          wrap && 'break-words whitespace-pre-wrap',
        )}
      >
        <code>{code}</code>
      </pre>
      <div className="absolute top-1 right-1 bg-canvas">
        <CopyButton value={code} label={`Copy ${label.toLowerCase()}`} />
      </div>
    </div>
  );
}
