import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Input } from './input.tsx';

/** A secret that can be looked at. Give it `autoComplete`: `current-password`, `new-password`, or `off` for API keys. */
export function PasswordInput({ className, ...rest }: Omit<ComponentProps<'input'>, 'type' | 'prefix'>) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className={classNames('relative', className)}>
      <Input
        {...rest}
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        className="pr-9 max-sm:pr-11"
      />
      <button
        type="button"
        aria-label={shown ? 'Hide password' : 'Show password'}
        aria-pressed={shown}
        disabled={rest.disabled}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-8 place-items-center rounded-md text-muted hover:text-ink focus-visible:-outline-offset-2 disabled:opacity-50 max-sm:w-11"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </div>
  );
}
