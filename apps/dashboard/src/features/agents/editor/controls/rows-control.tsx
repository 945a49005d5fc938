import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { Switch } from '#/components/ui/switch.tsx';
import { Textarea } from '#/components/ui/textarea.tsx';
import type { Control, RowColumn } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { RowList } from './row-list.tsx';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

type Row = Record<string, unknown>;

/** A list of things with the same fields each. What a row holds beside them is kept. */
export function RowsControl({ definition, control }: ControlProps & { control: Extract<Control, { kind: 'rows' }> }) {
  const { value, set, error, rowErrors } = useSetting<Row[]>(definition.name);
  const blank = (): Row =>
    Object.fromEntries(control.columns.flatMap(({ key, required }) => (required ? [[key, '']] : [])));
  return (
    <SettingFrame hintFirst definition={definition} error={error}>
      <RowList
        noun={control.noun}
        label={definition.label}
        rows={value ?? []}
        empty={control.empty}
        blank={blank}
        onChange={(rows) => set(rows.length === 0 ? null : rows)}
      >
        {(row, index, change) =>
          control.columns.map((column) => (
            <RowField
              key={column.key}
              column={column}
              value={row[column.key]}
              error={rowErrors[index]?.[column.key]?.message}
              onChange={(next) => change({ ...row, [column.key]: next })}
            />
          ))
        }
      </RowList>
    </SettingFrame>
  );
}

interface RowFieldProps {
  column: RowColumn;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

function RowField({ column, value, error, onChange }: RowFieldProps) {
  const className = column.wide ? 'sm:col-span-2' : undefined;
  if (column.control === 'switch') {
    return (
      <Switch
        label={column.label}
        description={column.hint}
        checked={value === true}
        onCheckedChange={onChange}
        className={className}
      />
    );
  }
  const box = {
    value: typeof value === 'string' ? value : '',
    placeholder: column.placeholder,
    onChange: ({ currentTarget: { value: typed } }: { currentTarget: { value: string } }) =>
      onChange(typed === '' && !column.required ? null : typed),
  };
  return (
    <Field label={column.label} hint={column.hint} error={error} required={column.required} className={className}>
      {column.control === 'prose' ? (
        <Textarea {...box} />
      ) : (
        <Input {...box} type={column.control === 'phone' ? 'tel' : 'text'} />
      )}
    </Field>
  );
}
