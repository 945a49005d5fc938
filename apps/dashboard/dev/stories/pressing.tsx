import { Copy, Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Kbd } from '#/components/ui/kbd.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '#/components/ui/menu.tsx';
import { Tooltip } from '#/components/ui/tooltip.tsx';
import { ROW, Sample, type Story } from '../story.tsx';

const VARIANTS = ['primary', 'secondary', 'ghost', 'danger', 'link'] as const;

function Buttons() {
  return (
    <>
      <Sample title="Variants" className={ROW}>
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant[0]?.toUpperCase() + variant.slice(1)}
          </Button>
        ))}
      </Sample>
      <Sample title="Small, with icon" className={ROW}>
        <Button size="sm">
          <Plus />
          New agent
        </Button>
        <Button size="sm" variant="primary">
          <Plus />
          New agent
        </Button>
      </Sample>
      <Sample title="Disabled" className={ROW}>
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} disabled>
            {variant[0]?.toUpperCase() + variant.slice(1)}
          </Button>
        ))}
      </Sample>
      <Sample title="Loading" className={ROW}>
        <Button variant="primary" loading>
          Save changes
        </Button>
        <Button loading>Export CSV</Button>
      </Sample>
      <Sample title="Icon, copy, shortcut" className={ROW}>
        <IconButton label="Edit">
          <Pencil />
        </IconButton>
        <CopyButton value="leadlock" label="Copy name" />
        <CopyButton value="leadlock">Copy link</CopyButton>
        <Kbd>⌘K</Kbd>
        <Tooltip content="Opens the command menu">
          <Button>Hover me</Button>
        </Tooltip>
      </Sample>
    </>
  );
}

function Menus() {
  const [sort, setSort] = useState('newest');
  return (
    <Sample title="Actions and a choice" className={ROW}>
      <Menu
        trigger={
          <IconButton label="Agent actions">
            <Ellipsis />
          </IconButton>
        }
        align="start"
      >
        <MenuItem icon={<Copy />} aside="⌘D">
          Duplicate
        </MenuItem>
        <MenuItem disabled>Move to another account</MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} danger>
          Delete
        </MenuItem>
      </Menu>
      <Menu trigger={<Button>Sort</Button>} align="start">
        <MenuLabel>Sort by</MenuLabel>
        <MenuRadioGroup
          label="Sort by"
          value={sort}
          onValueChange={setSort}
          options={[
            { value: 'newest', label: 'Newest' },
            { value: 'oldest', label: 'Oldest' },
          ]}
        />
      </Menu>
    </Sample>
  );
}

export const pressingStories: Story[] = [
  { id: 'buttons', title: 'Buttons', description: 'Do something. What leads somewhere is a link.', Component: Buttons },
  { id: 'menus', title: 'Menus', description: 'Commands that hang from a button.', Component: Menus },
];
