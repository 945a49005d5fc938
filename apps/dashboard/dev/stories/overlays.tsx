import { useState } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { Popover, PopoverClose } from '#/components/ui/popover.tsx';
import { Sheet } from '#/components/ui/sheet.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { ROW, Sample, type Story } from '../story.tsx';
import { LONG_NAME } from './content.ts';

function Dialogs() {
  const [open, setOpen] = useState<'dialog' | 'long' | null>(null);
  const confirm = useConfirm();
  const close = (): void => setOpen(null);
  const remove = async (): Promise<void> => {
    const sure = await confirm({
      title: 'Delete this agent?',
      body: 'Its numbers stop answering. You can’t undo this.',
      confirmLabel: 'Delete agent',
      danger: true,
    });
    if (sure) toast.success('Agent deleted');
  };
  return (
    <Sample title="A form, long content, a question" className={ROW}>
      <Button onClick={() => setOpen('dialog')}>Invite a person</Button>
      <Button onClick={() => setOpen('long')}>Long content</Button>
      <Button variant="danger" onClick={() => void remove()}>
        Delete agent
      </Button>
      <Dialog
        open={open === 'dialog'}
        onOpenChange={close}
        title="Invite a person"
        description="They get an email with a link."
        onSubmit={close}
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" variant="primary">
              Send invitation
            </Button>
          </>
        }
      >
        <Field label="Email" required>
          <Input type="email" autoComplete="off" />
        </Field>
      </Dialog>
      <Dialog open={open === 'long'} onOpenChange={close} title={LONG_NAME} description="A list that scrolls.">
        <ul className="grid gap-2">
          {Array.from({ length: 40 }, (_, index) => (
            <li key={index}>{LONG_NAME}</li>
          ))}
        </ul>
      </Dialog>
    </Sample>
  );
}

function Sheets() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Sample title="A sheet" className={ROW}>
        <Button onClick={() => setOpen(true)}>Show details</Button>
        <Sheet
          open={open}
          onOpenChange={setOpen}
          title="Delivery"
          description="Sent 3 minutes ago"
          footer={<Button onClick={() => setOpen(false)}>Close</Button>}
        >
          <p className="text-[13px]">What belongs to the page below.</p>
        </Sheet>
      </Sample>
      <Sample title="A popover" className={ROW}>
        <Popover trigger={<Button>Rename</Button>} label="Rename the number">
          <div className="grid gap-3">
            <Field label="Name">
              <Input defaultValue="Main line" />
            </Field>
            <PopoverClose>
              <Button variant="primary">Save</Button>
            </PopoverClose>
          </div>
        </Popover>
      </Sample>
      <Sample title="Messages of a moment" className={ROW}>
        <Button onClick={() => toast.success('Saved')}>Success</Button>
        <Button onClick={() => toast.error('Couldn’t reach the server', { action: { label: 'Retry', onClick() {} } })}>
          Error
        </Button>
      </Sample>
    </>
  );
}

export const overlayStories: Story[] = [
  { id: 'dialogs', title: 'Dialogs', description: 'Ask for something before the work goes on.', Component: Dialogs },
  {
    id: 'sheets',
    title: 'Sheets, popovers, toasts',
    description: 'What lies over the page for a while.',
    Component: Sheets,
  },
];
