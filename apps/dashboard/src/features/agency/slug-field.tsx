import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api } from '#/api/trpc.ts';
import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { Spinner } from '#/components/ui/spinner.tsx';

const REST_MS = 300;

interface SlugFieldProps {
  value: string;
  onValueChange: (value: string) => void;
  onBlur: () => void;
  error: string | undefined;
}

/** The part of addresses that stands for an account, asked for at the server as soon as the typing rests. */
export function SlugField({ value, onValueChange, onBlur, error }: SlugFieldProps) {
  const slug = useRested(value.trim());
  const check = useQuery({
    queryKey: ['slug', slug],
    // A mutation over the wire, since the reference has it as a POST; it changes nothing.
    queryFn: () => api.agency.subAccounts.checkSlug.mutate({ slug }),
    enabled: slug !== '',
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
  const isCurrent = slug === value.trim() && !check.isPlaceholderData;
  const answer = isCurrent ? check.data : undefined;
  const waiting = value.trim() !== '' && (!isCurrent || check.isFetching);
  const refused = answer && !answer.available ? (answer.message ?? 'This slug is taken') : undefined;
  return (
    <Field
      label="Slug"
      required
      hint="Short name used in URLs: letters, digits, and hyphens. You can’t change it later."
      error={error ?? refused}
    >
      <Input
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="none"
        maxLength={63}
        value={value}
        onBlur={onBlur}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        suffix={
          <span role="status" className="flex items-center">
            {waiting && <Spinner label="Checking" />}
            {!waiting && answer?.available && (
              <span className="flex items-center gap-1 text-success">
                <Check className="size-3.5" aria-hidden="true" /> Available
              </span>
            )}
            {!waiting && refused && <X className="size-3.5 text-danger" aria-hidden="true" />}
          </span>
        }
      />
    </Field>
  );
}

/** The value once it has stood still for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
