import { Field } from '#/components/ui/field.tsx';
import { NumberInput } from '#/components/ui/number-input.tsx';

interface MoneyFieldProps {
  label: string;
  hint?: string;
  /** In cents, as the api counts. */
  cents: number | null | undefined;
  onCentsChange: (cents: number | null) => void;
  maxCents: number;
  /** After the number: "$ a month". */
  unit: string;
  /** What counts when it is empty. */
  placeholder?: string;
  error?: string;
}

/** An amount that is typed in dollars. */
export function MoneyField({ label, hint, cents, onCentsChange, maxCents, error, ...rest }: MoneyFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      <NumberInput
        min={0}
        max={maxCents / 100}
        step={0.01}
        digits={2}
        {...rest}
        value={cents === null || cents === undefined ? null : cents / 100}
        // Dollars are no whole numbers: 0.29 × 100 is a little less than 29.
        onValueChange={(dollars) => onCentsChange(dollars === null ? null : Math.round(dollars * 100))}
      />
    </Field>
  );
}
