import { zodResolver } from '@hookform/resolvers/zod';
import type { FieldValues } from 'react-hook-form';
import { config, type z } from 'zod';
import { fieldMessage } from './field-messages.ts';
import { useCheckedForm, type FormOptions, type ServerForm } from './use-checked-form.ts';

config({ customError: fieldMessage });

/** A form that checks with the api's own schema before it sends, and shows what the api objects to at the field. */
export function useServerForm<Input extends FieldValues, Output extends FieldValues>(
  schema: z.ZodType<Output, Input>,
  options: FormOptions<Input, Output>,
): ServerForm<Input, Output> {
  return useCheckedForm(zodResolver(schema), options);
}
