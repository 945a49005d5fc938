import { Braces } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '#/components/ui/menu.tsx';
import { OF_EVERY_CALL, useVariableNames } from '../use-variable-names.ts';

interface InsertVariableProps {
  /** Puts a text where the cursor is. */
  onInsert: (text: string) => void;
  /** Brings the focus into the text, behind what was inserted. */
  focusText: () => void;
}

/** Puts `{{name}}` of a variable where the cursor is. */
export function InsertVariable({ onInsert, focusText }: InsertVariableProps) {
  const names = useVariableNames();
  const hasInserted = useRef(false);
  // The menu gives the focus back to its button when it has closed; from there it goes on into the text.
  const passFocusOn = (): void => {
    if (!hasInserted.current) return;
    hasInserted.current = false;
    focusText();
  };
  const item = (name: string) => (
    <MenuItem
      key={name}
      onSelect={() => {
        hasInserted.current = true;
        onInsert(`{{${name}}}`);
      }}
    >
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
