import { Braces } from 'lucide-react';
import { useRef, type RefObject } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '#/components/ui/button.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '#/components/ui/menu.tsx';
import type { AgentValues } from '../setting-definition.ts';

/** Variables that every call fills in by itself. */
const OF_EVERY_CALL = ['agent_name', 'business_name', 'caller_number'];

interface InsertVariableProps {
  /** The text box that it goes into, where the cursor is. */
  box: RefObject<HTMLTextAreaElement | null>;
  onInsert: (text: string) => void;
}

/** Puts `{{name}}` of a variable where the cursor is. */
export function InsertVariable({ box, onInsert }: InsertVariableProps) {
  const own = useWatch<AgentValues, 'variable_definitions'>({ name: 'variable_definitions' }) ?? [];
  const names = own.map(({ name }) => name).filter((name) => name !== '');
  const caret = useRef<number | null>(null);
  const insert = (name: string): void => {
    const element = box.current;
    if (element === null) return;
    const { selectionStart, selectionEnd, value } = element;
    const inserted = `{{${name}}}`;
    onInsert(value.slice(0, selectionStart) + inserted + value.slice(selectionEnd));
    caret.current = selectionStart + inserted.length;
  };
  // The menu gives the focus back to its button when it has closed; from there it goes on into the text.
  const passFocusOn = (): void => {
    const at = caret.current;
    if (at === null) return;
    caret.current = null;
    box.current?.focus();
    box.current?.setSelectionRange(at, at);
  };
  const item = (name: string) => (
    <MenuItem key={name} onSelect={() => insert(name)}>
      {name}
    </MenuItem>
  );
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="sm" onFocus={passFocusOn}>
          <Braces />
          Insert variable
        </Button>
      }
    >
      <MenuLabel>Available on every call</MenuLabel>
      {OF_EVERY_CALL.map(item)}
      {names.length > 0 && (
        <>
          <MenuSeparator />
          <MenuLabel>Your variables</MenuLabel>
          {names.map(item)}
        </>
      )}
    </Menu>
  );
}
