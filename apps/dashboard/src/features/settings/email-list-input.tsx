import { useState } from 'react';
import { Textarea } from '#/components/ui/textarea.tsx';

interface EmailListInputProps {
  value: string[];
  onValueChange: (emails: string[]) => void;
  onBlur: () => void;
}

const toList = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((email) => email.trim())
    .filter((email) => email !== '');

/** Addresses, one a line; commas and semicolons of a pasted list do as well. */
export function EmailListInput({ value, onValueChange, onBlur }: EmailListInputProps) {
  // Kept as typed, so that a line that is being written is not taken away.
  const [text, setText] = useState(value.join('\n'));
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (toList(text).join() !== value.join()) setText(value.join('\n'));
  }
  return (
    <Textarea
      rows={3}
      value={text}
      onBlur={onBlur}
      onChange={(event) => {
        setText(event.target.value);
        onValueChange(toList(event.target.value));
      }}
    />
  );
}
