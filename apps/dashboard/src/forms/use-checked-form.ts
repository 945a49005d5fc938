import { useState } from 'react';
import {
  useForm,
  type DefaultValues,
  type FieldValues,
  type Path,
  type Resolver,
  type UseFormReturn,
} from 'react-hook-form';
import { toApiError } from '#/api/api-error.ts';

export interface ServerForm<Input extends FieldValues, Output> extends Omit<
  UseFormReturn<Input, unknown, Output>,
  'handleSubmit'
> {
  /** For the form's `onSubmit`. */
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  /** What the api objected to that belongs to none of the fields. */
  problem: string | null;
}

export interface FormOptions<Input extends FieldValues, Output> {
  defaultValues: DefaultValues<Input>;
  /** Sends it; what it throws is shown at the fields it names. */
  onSubmit: (values: Output) => Promise<unknown>;
}

/** A form that shows what the api objects to at the field; `check` says what is wrong before it is sent. */
export function useCheckedForm<Input extends FieldValues, Output extends FieldValues>(
  check: Resolver<Input, unknown, Output>,
  { defaultValues, onSubmit }: FormOptions<Input, Output>,
): ServerForm<Input, Output> {
  const form = useForm<Input, unknown, Output>({ resolver: check, defaultValues, mode: 'onTouched' });
  const [problem, setProblem] = useState<string | null>(null);

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await onSubmit(values);
    } catch (error) {
      const { message, fields } = toApiError(error);
      const known = fields.filter(({ path }) => path in form.getValues());
      for (const [index, field] of known.entries()) {
        form.setError(field.path as Path<Input>, { message: field.message }, { shouldFocus: index === 0 });
      }
      if (known.length === 0 || known.length < fields.length) setProblem(message);
    }
  });

  return { ...form, submit, problem };
}
