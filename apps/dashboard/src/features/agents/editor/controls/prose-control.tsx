import { useRef } from 'react';
import { Textarea } from '#/components/ui/textarea.tsx';
import { formatNumber } from '#/format/number.ts';
import type { Control } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { InsertVariable } from './insert-variable.tsx';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** Several lines of text, with what it may hold of variables, and how long it is. */
export function ProseControl({ definition, control }: ControlProps & { control: Extract<Control, { kind: 'prose' }> }) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  const box = useRef<HTMLTextAreaElement>(null);
  const text = value ?? '';
  const change = (typed: string): void => set(typed === '' && !control.required ? null : typed);
  const caret = useRef(0);
  const insert = (inserted: string): void => {
    const element = box.current;
    if (element === null) return;
    const { selectionStart, selectionEnd, value: typed } = element;
    change(typed.slice(0, selectionStart) + inserted + typed.slice(selectionEnd));
    caret.current = selectionStart + inserted.length;
  };
  const focusText = (): void => {
    box.current?.focus();
    box.current?.setSelectionRange(caret.current, caret.current);
  };
  return (
    <SettingFrame
      definition={definition}
      error={error}
      required={control.required}
      aside={control.maxLength !== undefined && <Length text={text} max={control.maxLength} />}
    >
      <Textarea
        ref={box}
        value={text}
        placeholder={control.placeholder}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={leave}
      />
      {control.variables && (
        <div className="-mt-0.5 -ml-2">
          <InsertVariable onInsert={insert} focusText={focusText} />
        </div>
      )}
    </SettingFrame>
  );
}

function Length({ text, max }: { text: string; max: number }) {
  const over = text.length > max;
  return (
    <span className={over ? 'text-danger tabular-nums' : 'tabular-nums'}>
      {formatNumber(text.length)}
      {(over || text.length > max * 0.8) && ` of ${formatNumber(max)}`} characters
    </span>
  );
}
