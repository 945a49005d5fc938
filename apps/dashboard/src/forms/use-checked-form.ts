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
import { knownPath } from './known-path.ts';

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
      const known = fields.flatMap(({ path, message: objection }) => {
        const at = knownPath(path, form.getValues());
        return at === null ? [] : [{ at: at as Path<Input>, objection }];
      });
      for (const [index, { at, objection }] of known.entries()) {
        form.setError(at, { message: objection }, { shouldFocus: index === 0 });
      }
      if (known.length === 0 || known.length < fields.length) setProblem(message);
    }
  });

  return { ...form, submit, problem };
}
