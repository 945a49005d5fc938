import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Input } from './input.tsx';

interface SearchInputProps {
  /** What is searched, for screen readers; also the placeholder. */
  label: string;
  value: string;
  /** Called when the typing rests, so that it may go to the URL and the server. */
  onValueChange: (value: string) => void;
  placeholder?: string;
  /** How long the typing must rest, in milliseconds. */
  delay?: number;
  className?: string;
}

/** Finds rows by text. Escape empties it. */
export function SearchInput({ label, value, onValueChange, placeholder, delay = 250, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  const [given, setGiven] = useState(value);
  // Follows a value that was changed elsewhere (back button, "clear filters").
  if (given !== value) {
    setGiven(value);
    if (value !== text.trim()) setText(value);
  }
  const report = useRef(onValueChange);
  useEffect(() => {
    report.current = onValueChange;
  });
  useEffect(() => {
    const typed = text.trim();
    if (typed === value) return undefined;
    const timer = setTimeout(() => report.current(typed), delay);
    return () => clearTimeout(timer);
  }, [text, value, delay]);
  const clear = (): void => {
    setText('');
    onValueChange('');
  };
  return (
    <div role="search" className={classNames('relative w-full sm:w-64', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        aria-label={label}
        placeholder={placeholder ?? label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.stopPropagation();
          clear();
        }}
        className="px-8 text-ellipsis max-sm:pr-11"
      />
      {text !== '' && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={clear}
          className="absolute inset-y-0 right-0 grid w-8 place-items-center rounded-md text-muted hover:text-ink focus-visible:-outline-offset-2 max-sm:w-11"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
