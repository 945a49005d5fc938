import { useState, type ReactNode } from 'react';
import { Input, type InputProps } from './input.tsx';
import { readDay, writeDay } from './typed-day.ts';

interface DayInputProps extends Omit<InputProps, 'value' | 'onChange' | 'suffix' | 'prefix'> {
  /** As `YYYY-MM-DD`, like all days here. */
  value: string | null;
  /** Called when what was typed is left, or Enter is pressed; null when the box is empty. */
  onValueChange: (day: string | null) => void;
  /** What a date without a year belongs to. */
  today: string;
  suffix?: ReactNode;
}

/** A day that is typed: "Nov 22", "11/22/2026", "yesterday". What is no date is not reported, and marked. */
export function DayInput({ value, onValueChange, today, ...rest }: DayInputProps) {
  const [text, setText] = useState(value === null ? '' : writeDay(value));
  const [given, setGiven] = useState(value);
  if (given !== value) {
    setGiven(value);
    setText(value === null ? '' : writeDay(value));
  }
  const read = text.trim() === '' ? null : readDay(text, today);
  const isWrong = text.trim() !== '' && read === null;
  const [left, setLeft] = useState(false);
  const report = (): void => {
    setLeft(true);
    if (isWrong) return;
    if (read !== null) setText(writeDay(read));
    if (read !== value) onValueChange(read);
  };
  return (
    <Input
      placeholder="Nov 22, 2026"
      autoComplete="off"
      {...rest}
      aria-invalid={(isWrong && left) || undefined}
      value={text}
      onChange={(event) => {
        setLeft(false);
        setText(event.currentTarget.value);
      }}
      onBlur={(event) => {
        report();
        rest.onBlur?.(event);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') report();
        rest.onKeyDown?.(event);
      }}
    />
  );
}
