import { Disclosure } from '#/components/ui/disclosure.tsx';
import { FieldGroup } from '#/components/ui/field.tsx';
import { asSentence } from '#/format/sentence.ts';
import { MoneyField } from './money-field.tsx';

export type Upcharges = Record<string, number>;

interface UpchargesFieldProps {
  title: string;
  description: string;
  unit: string;
  /** What an upcharge can be set for. */
  kinds: readonly { id: string; name: string }[];
  value: Upcharges | null | undefined;
  onValueChange: (value: Upcharges) => void;
  error?: string;
}

const MAX_CENTS = 1_000_000;

/** Amounts on top of a rate, one a kind; empty is none. */
export function UpchargesField(props: UpchargesFieldProps) {
  const value = props.value ?? {};
  const set = Object.values(value).filter((cents) => cents > 0).length;
  // One that was set for something this installation no longer offers can still be seen and taken away.
  const known = new Set(props.kinds.map(({ id }) => id));
  const others = Object.keys(value).filter((id) => !known.has(id));
  const kinds = [...props.kinds, ...others.map((id) => ({ id, name: id }))];
  const change = (id: string, cents: number | null): void => {
    const { [id]: _before, ...rest } = value;
    props.onValueChange(cents === null ? rest : { ...rest, [id]: cents });
  };
  return (
    <Disclosure title={props.title} aside={set === 0 ? 'None' : `${set} set`} defaultOpen={props.error !== undefined}>
      <p className="mb-3 text-pretty text-muted">{props.description}</p>
      <FieldGroup columns={2}>
        {kinds.map(({ id, name }) => (
          <MoneyField
            key={id}
            label={name}
            unit={props.unit}
            maxCents={MAX_CENTS}
            cents={value[id]}
            onCentsChange={(cents) => change(id, cents)}
          />
        ))}
      </FieldGroup>
      {props.error !== undefined && (
        <p role="alert" className="mt-2 text-xs text-danger">
          {asSentence(props.error)}
        </p>
      )}
    </Disclosure>
  );
}
