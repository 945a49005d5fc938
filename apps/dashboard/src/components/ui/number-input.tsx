import { useState, type ReactNode, type Ref } from 'react';
import { Input } from './input.tsx';

interface NumberInputProps {
  value: number | null | undefined;
  /** `null` when the box is empty. What is not a number yet is not reported. */
  onValueChange: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  /** Digits after the point, zeros included, as in a price; absent: as many as it has. */
  digits?: number;
  /** Said after the number: "seconds", "%". */
  unit?: ReactNode;
  placeholder?: string;
  disabled?: boolean;
  'aria-label'?: string;
  id?: string;
  name?: string;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement>;
  className?: string;
}

function shown(value: number | null | undefined, digits: number | undefined): string {
  if (value === null || value === undefined) return '';
  return digits === undefined ? String(value) : value.toFixed(digits);
}

/** A number, typed or stepped with the arrow keys. Brought within its bounds when it is left. */
export function NumberInput({ value, onValueChange, digits, unit, onBlur, ...rest }: NumberInputProps) {
  const [text, setText] = useState(shown(value, digits));
  const [given, setGiven] = useState(value);
  if (given !== value) {
    setGiven(value);
    // "1." and "1.0" are the same number on the way to "1.05".
    if (text === '' || Number(text) !== value) setText(shown(value, digits));
  }
  const leave = (): void => {
    if (text !== '' && !Number.isNaN(Number(text))) {
      const bounded = Math.min(rest.max ?? Infinity, Math.max(rest.min ?? -Infinity, Number(text)));
      setText(shown(bounded, digits));
      if (bounded !== value) onValueChange(bounded);
    }
    onBlur?.();
  };
  return (
    <Input
      {...rest}
      type="number"
      inputMode={rest.step === undefined || Number.isInteger(rest.step) ? 'numeric' : 'decimal'}
      suffix={unit}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        if (typed === '') onValueChange(null);
        else if (!Number.isNaN(Number(typed))) onValueChange(Number(typed));
      }}
      onBlur={leave}
      // A turn of the wheel while scrolling must not change a number.
      onWheel={(event) => event.currentTarget.blur()}
    />
  );
}
