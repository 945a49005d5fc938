import { useQuery } from '@tanstack/react-query';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { NumberInput } from '#/components/ui/number-input.tsx';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { firstMessage } from '#/forms/first-message.ts';
import { MoneyField } from './money-field.tsx';
import { TEXT_KINDS } from './text-kinds.ts';
import { UpchargesField, type Upcharges } from './upcharges-field.tsx';

/** What an agency asks of a sub-account, in cents. */
export interface Rates {
  per_minute_rate_cents?: number | null;
  monthly_platform_fee_cents?: number | null;
  billing_start_day?: number | null;
  upcharge_by_provider?: Upcharges | null;
  test_demo_upcharge_by_provider?: Upcharges | null;
  text_upcharge_by_type?: Upcharges | null;
}

type Errors = Partial<Record<keyof Rates, { message?: string }>>;

const MOST_A_MINUTE = 1_000_000;
const MOST_A_MONTH = 100_000_000;
const LAST_BILLING_DAY = 28;

interface RateFieldsProps {
  rates: Rates;
  /** Says what counts where a price is left empty: with a new sub-account something does. */
  hasDefaults?: boolean;
  errors: object;
  onRatesChange: (change: Rates) => void;
}

/** The prices of a sub-account. */
export function RateFields({ rates, hasDefaults = false, errors: anyErrors, onRatesChange }: RateFieldsProps) {
  const errors = anyErrors as Errors;
  const options = useQuery(agentOptionsQuery());
  const providers = (options.data?.voice_providers ?? []).map(({ name, label }) => ({ id: name, name: label }));
  return (
    <>
      <FieldGroup columns={3}>
        <MoneyField
          label="Rate"
          hint="Partial minutes are rounded up."
          unit="$ / min"
          placeholder={hasDefaults ? '0.20' : undefined}
          maxCents={MOST_A_MINUTE}
          cents={rates.per_minute_rate_cents}
          onCentsChange={(cents) => onRatesChange({ per_minute_rate_cents: cents })}
          error={errors.per_minute_rate_cents?.message}
        />
        <MoneyField
          label="Platform fee"
          hint="Charged every month, regardless of usage."
          unit="$ / month"
          placeholder={hasDefaults ? '0.00' : undefined}
          maxCents={MOST_A_MONTH}
          cents={rates.monthly_platform_fee_cents}
          onCentsChange={(cents) => onRatesChange({ monthly_platform_fee_cents: cents })}
          error={errors.monthly_platform_fee_cents?.message}
        />
        <Field
          label="Billing day"
          hint="Day of the month the billing period starts, 1 to 28."
          error={errors.billing_start_day?.message}
        >
          <NumberInput
            min={1}
            max={LAST_BILLING_DAY}
            step={1}
            placeholder={hasDefaults ? '1' : undefined}
            value={rates.billing_start_day}
            onValueChange={(day) => onRatesChange({ billing_start_day: day })}
          />
        </Field>
      </FieldGroup>
      <div>
        <UpchargesField
          title="Upcharges by voice provider"
          description="Added to the rate for calls with this provider’s voice."
          unit="$ / min"
          kinds={providers}
          value={rates.upcharge_by_provider}
          onValueChange={(value) => onRatesChange({ upcharge_by_provider: value })}
          error={firstMessage(errors.upcharge_by_provider)}
        />
        <UpchargesField
          title="Upcharges for test and demo calls"
          description="Used instead of the upcharges above for test and demo calls."
          unit="$ / min"
          kinds={providers}
          value={rates.test_demo_upcharge_by_provider}
          onValueChange={(value) => onRatesChange({ test_demo_upcharge_by_provider: value })}
          error={firstMessage(errors.test_demo_upcharge_by_provider)}
        />
        <UpchargesField
          title="Upcharges for texts"
          description="Added to the price of each text."
          unit="$ / text"
          kinds={TEXT_KINDS}
          value={rates.text_upcharge_by_type}
          onValueChange={(value) => onRatesChange({ text_upcharge_by_type: value })}
          error={firstMessage(errors.text_upcharge_by_type)}
        />
      </div>
    </>
  );
}
