import { SendHorizontal } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Textarea } from '#/components/ui/textarea.tsx';
import { MAX_TEXT_LENGTH } from './talk-protocol.ts';

interface ComposerProps {
  agentName: string;
  disabled: boolean;
  autoFocus: boolean;
  onSend: (text: string) => void;
  onTyping: () => void;
}

/** Writes to the agent. Enter sends, Shift Enter starts a new line. */
export function Composer({ agentName, disabled, autoFocus, onSend, onTyping }: ComposerProps) {
  const [text, setText] = useState('');
  const send = (): void => {
    if (text.trim() === '' || disabled) return;
    onSend(text);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="flex items-end gap-2 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        aria-label={`Write to ${agentName}`}
        placeholder={disabled ? 'Connecting…' : `Write to ${agentName}…`}
        rows={1}
        value={text}
        maxLength={MAX_TEXT_LENGTH}
        disabled={disabled}
        autoFocus={autoFocus}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onTyping();
        }}
        onKeyDown={onKeyDown}
        className="max-h-32 min-h-9 resize-none"
      />
      <IconButton
        type="submit"
        label="Send"
        variant="secondary"
        disabled={disabled || text.trim() === ''}
        className="size-9 max-sm:size-11"
      >
        <SendHorizontal />
      </IconButton>
    </form>
  );
}
