import { Grid3x3 } from 'lucide-react';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Popover } from '#/components/ui/popover.tsx';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** The keys of a phone. */
export function Keypad({ onPress }: { onPress: (digit: string) => void }) {
  return (
    <Popover
      label="Keypad"
      align="end"
      className="w-auto p-2"
      trigger={
        <IconButton label="Keypad" variant="secondary">
          <Grid3x3 />
        </IconButton>
      }
    >
      <div className="grid grid-cols-3 gap-1">
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            onClick={() => onPress(key)}
            className="grid size-11 place-items-center rounded-md text-base tabular-nums hover:bg-hover active:bg-line"
          >
            {key}
          </button>
        ))}
      </div>
    </Popover>
  );
}
