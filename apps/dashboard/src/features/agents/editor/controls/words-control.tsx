import { Plus, X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { Input } from '#/components/ui/input.tsx';
import { asSentence } from '#/format/sentence.ts';
import type { Control } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** A list of words: typed one by one, taken out one by one. */
export function WordsControl({ definition, control }: ControlProps & { control: Extract<Control, { kind: 'words' }> }) {
  const { value, set, error, rowErrors } = useSetting<string[]>(definition.name);
  const [typed, setTyped] = useState('');
  const listId = useId();
  const words = value ?? [];
  const add = (): void => {
    const word = (control.normalize ?? String)(typed.trim());
    setTyped('');
    if (word !== '' && !words.includes(word)) set([...words, word]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ',') return;
    event.preventDefault();
    add();
  };
  const wrong = rowErrors.findIndex((entry) => entry !== undefined);
  const wrongMessage = (rowErrors[wrong] as { message?: string } | undefined)?.message;
  return (
    <SettingFrame
      definition={definition}
      error={error ?? (wrongMessage === undefined ? undefined : `“${words[wrong]}”: ${asSentence(wrongMessage)}`)}
    >
      <div className="flex gap-2">
        <Input
          value={typed}
          placeholder={control.placeholder}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
          className="max-w-72"
        />
        <Button onClick={add} aria-controls={listId} disabled={typed.trim() === ''}>
          <Plus />
          Add {control.noun}
        </Button>
      </div>
      <ul id={listId} className="flex flex-wrap gap-1.5 empty:hidden">
        {words.map((word) => (
          <li
            key={word}
            className="inline-flex max-w-full items-center gap-0.5 rounded-md border border-line bg-hover py-0.5 pr-0.5 pl-2 text-[13px]"
          >
            <span className="truncate">{word}</span>
            <button
              type="button"
              aria-label={`Remove ${word}`}
              onClick={() => set(words.filter((other) => other !== word))}
              className="grid size-6 place-items-center rounded-sm text-muted hover:bg-line hover:text-ink max-sm:size-10"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
    </SettingFrame>
  );
}
