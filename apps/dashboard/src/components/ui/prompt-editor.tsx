import { Maximize2, Minimize2, Redo2, Undo2 } from 'lucide-react';
import { lazy, Suspense, use, useRef, useState, type ComponentType } from 'react';
import { classNames } from '#/components/class-names.ts';
import { formatNumber } from '#/format/number.ts';
import { Button } from './button.tsx';
import { FieldContext, type FieldContextValue } from './field-context.ts';
import { IconButton } from './icon-button.tsx';
import { countWords, type PromptMark } from './prompt-marks.ts';
import type { PromptEditorHandle } from './prompt-editor-view.tsx';
import { useFullWindow } from './use-full-window.ts';
import { useRichEditor } from './use-rich-editor.ts';

const Changes = lazy(async () => ({ default: (await import('./text-changes.tsx')).TextChangesDialog }));

interface PromptEditorProps {
  value: string;
  onValueChange: (value: string) => void;
  onBlur?: () => void;
  /** What is saved, to compare with. */
  saved?: string;
  /** What stands out in a text. Keep it in a memo. */
  marksIn: (text: string) => PromptMark[];
  /** In characters. */
  maxLength?: number;
  placeholder?: string;
  /** Buttons of the page's own, that put something where the cursor is. */
  Tools?: ComponentType<{ onInsert: (text: string) => void; focusText: () => void }>;
  /** Needed outside a {@link Field}. */
  'aria-label'?: string;
}

/** A long text with variables: it marks them, counts, undoes, shows what changed, and takes the whole window. */
export function PromptEditor(props: PromptEditorProps) {
  const { value, onValueChange, onBlur, saved, marksIn, maxLength, Tools } = props;
  const field = use(FieldContext);
  const [isComparing, setIsComparing] = useState(false);
  const editor = useRef<PromptEditorHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [isFull, setIsFull] = useFullWindow(box);
  const { View, onLeave } = useRichEditor(box);
  const problems = marksIn(value).filter(({ kind }) => kind === 'problem').length;
  const focus = (): void => editor.current?.focus();
  return (
    <div
      ref={box}
      {...(isFull && { role: 'dialog', 'aria-modal': true, 'aria-label': 'Prompt' })}
      className={isFull ? 'fixed inset-0 z-40 flex flex-col bg-canvas p-4 sm:p-6' : 'grid'}
    >
      <div
        className={classNames(
          'overflow-clip rounded-md border border-line-strong bg-surface has-[.cm-focused,textarea:focus]:border-brand-text has-[.cm-focused,textarea:focus]:outline-1 has-[.cm-focused,textarea:focus]:outline-brand-text has-[[aria-invalid]]:border-danger',
          isFull ? 'mx-auto min-h-0 w-full max-w-4xl flex-1' : 'h-[min(70vh,32rem)] min-h-80',
        )}
      >
        {View ? (
          <View
            ref={editor}
            value={value}
            onValueChange={onValueChange}
            onBlur={onBlur}
            marksIn={marksIn}
            placeholder={props.placeholder}
            attributes={attributesOf(props['aria-label'], field)}
            className="h-full"
          />
        ) : (
          <textarea
            {...attributesOf(props['aria-label'], field)}
            value={value}
            onChange={(event) => onValueChange(event.currentTarget.value)}
            onBlur={() => {
              onBlur?.();
              onLeave();
            }}
            placeholder={props.placeholder}
            className="block size-full resize-none bg-transparent px-2.5 py-2 text-[13px] leading-6 outline-none max-sm:text-base"
          />
        )}
      </div>
      <div className={classNames('flex flex-wrap items-center gap-x-1 pt-1', isFull && 'mx-auto w-full max-w-4xl')}>
        <div inert={View === null} className="contents">
          {Tools && <Tools onInsert={(text) => editor.current?.insert(text)} focusText={focus} />}
          <IconButton label="Undo" onClick={() => editor.current?.undo()}>
            <Undo2 />
          </IconButton>
          <IconButton label="Redo" onClick={() => editor.current?.redo()}>
            <Redo2 />
          </IconButton>
          <IconButton
            label={isFull ? 'Exit full screen' : 'Full screen'}
            onClick={() => {
              setIsFull(!isFull);
              focus();
            }}
          >
            {isFull ? <Minimize2 /> : <Maximize2 />}
          </IconButton>
        </div>
        {saved !== undefined && saved !== value && (
          <Button variant="ghost" size="sm" onClick={() => setIsComparing(true)}>
            Show changes
          </Button>
        )}
        <p className="ml-auto px-1 text-xs text-muted tabular-nums">
          {problems > 0 && (
            <span className="text-warning">{problems === 1 ? '1 thing to fix' : `${problems} things to fix`} · </span>
          )}
          {formatNumber(countWords(value))} words · <Length text={value} max={maxLength} />
        </p>
      </div>
      {isComparing && saved !== undefined && (
        <Suspense>
          <Changes before={saved} after={value} onClose={() => setIsComparing(false)} />
        </Suspense>
      )}
    </div>
  );
}

function Length({ text, max }: { text: string; max: number | undefined }) {
  const isLong = max !== undefined && text.length > max * 0.8;
  return (
    <span className={max !== undefined && text.length > max ? 'text-danger' : undefined}>
      {formatNumber(text.length)}
      {isLong && ` of ${formatNumber(max)}`} characters
    </span>
  );
}

/** A field's label does not reach what is no form control: it is named by its id. */
function attributesOf(label: string | undefined, field: FieldContextValue | null) {
  const named: Record<string, string | undefined> = {
    'aria-label': label,
    'aria-labelledby': label === undefined ? field?.labelId : undefined,
    'aria-describedby': field?.['aria-describedby'],
    'aria-invalid': field?.['aria-invalid'] && 'true',
    'aria-required': field?.['aria-required'] && 'true',
  };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
