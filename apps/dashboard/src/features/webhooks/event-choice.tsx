import { Checkbox } from '#/components/ui/checkbox.tsx';
import { Field } from '#/components/ui/field.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { asSentence } from '#/format/sentence.ts';
import { eventName } from './event-name.ts';

interface EventChoiceProps {
  events: readonly { type: string; description: string }[];
  /** Null: all. */
  value: readonly string[] | null;
  onValueChange: (value: string[] | null) => void;
  error?: string;
}

const SCOPES = [
  { value: 'all', label: 'All events', description: 'Including events added later' },
  { value: 'some', label: 'Selected events', description: 'Only those you choose' },
] as const;

export function EventChoice({ events, value, onValueChange, error }: EventChoiceProps) {
  const toggle = (type: string, wanted: boolean): void =>
    onValueChange(wanted ? [...(value ?? []), type] : (value ?? []).filter((one) => one !== type));
  return (
    <div className="grid gap-3">
      <Field label="Events">
        <RadioCards
          options={SCOPES}
          value={value === null ? 'all' : 'some'}
          onValueChange={(scope) => onValueChange(scope === 'all' ? null : [])}
        />
      </Field>
      {value !== null && (
        <fieldset className="grid gap-3 rounded-lg border border-line p-3 sm:grid-cols-2">
          <legend className="sr-only">Selected events</legend>
          {events.map(({ type, description }) => (
            <Checkbox
              key={type}
              label={eventName(type)}
              description={description}
              checked={value.includes(type)}
              onCheckedChange={(wanted) => toggle(type, wanted)}
            />
          ))}
        </fieldset>
      )}
      {error !== undefined && (
        <p role="alert" className="text-xs text-danger">
          {asSentence(error)}
        </p>
      )}
    </div>
  );
}
