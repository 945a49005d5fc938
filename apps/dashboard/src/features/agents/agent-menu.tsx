import { Copy, Ellipsis, Trash2 } from 'lucide-react';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '#/components/ui/menu.tsx';

interface AgentMenuProps {
  name: string;
  onDuplicate: () => void;
  onDelete: () => void;
}

/** What is done with an agent now and then. */
export function AgentMenu({ name, onDuplicate, onDelete }: AgentMenuProps) {
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${name}`}>
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem icon={<Copy />} onSelect={onDuplicate}>
        Duplicate
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} danger onSelect={onDelete}>
        Delete
      </MenuItem>
    </Menu>
  );
}
