import { useState } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useFieldControl } from './field-context.ts';
import { Input } from './input.tsx';

interface ColorInputProps {
  /** `#rrggbb`, or nothing. */
  value: string | null | undefined;
  onValueChange: (value: string) => void;
  /** Shown while there is no value. */
  placeholder?: string;
  disabled?: boolean;
  'aria-label'?: string;
  className?: string;
}

const COLOR = /^#[0-9a-f]{6}$/i;

/** A color, picked or typed. */
export function ColorInput({
  value,
  onValueChange,
  placeholder = '#0b6e5f',
  disabled,
  className,
  ...rest
}: ColorInputProps) {
  const [text, setText] = useState(value ?? '');
  const [given, setGiven] = useState(value);
  const control = useFieldControl({});
  if (given !== value) {
    setGiven(value);
    if (value !== completed(text)) setText(value ?? '');
  }
  const color = COLOR.test(value ?? '') ? (value ?? placeholder) : placeholder;
  return (
    <div className={classNames('flex items-center gap-2', className)}>
      <label className="relative size-8 shrink-0 overflow-hidden rounded-md border border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand-text max-sm:size-11">
        <span className="sr-only">Pick a color</span>
        <input
          type="color"
          value={color}
          disabled={disabled}
          aria-describedby={control['aria-describedby']}
          onChange={(event) => onValueChange(event.currentTarget.value)}
          className="absolute -inset-2 size-[calc(100%+1rem)] cursor-pointer disabled:cursor-not-allowed"
        />
      </label>
      <Input
        {...rest}
        value={text}
        disabled={disabled}
        placeholder={placeholder}
        maxLength={7}
        spellCheck={false}
        className="w-28 font-mono uppercase placeholder:normal-case"
        onChange={(event) => {
          setText(event.currentTarget.value);
          const typed = completed(event.currentTarget.value);
          if (typed !== null && typed !== value) onValueChange(typed);
        }}
      />
    </div>
  );
}

/** The color that was typed, as `#rrggbb`; `null` while it is not finished. */
const completed = (text: string): string | null => {
  const color = `#${text.trim().replace(/^#/, '').toLowerCase()}`;
  return COLOR.test(color) ? color : null;
};
