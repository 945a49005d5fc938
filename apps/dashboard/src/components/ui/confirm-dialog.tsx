import { useCallback, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { ConfirmContext, type Confirm, type ConfirmRequest } from './confirm-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

export { useConfirm } from './confirm-context.ts';

interface Pending extends ConfirmRequest {
  answer: (confirmed: boolean) => void;
}

/** Mounted once, by {@link UiProvider}. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending | null>(null);
  const confirm = useCallback<Confirm>(
    (request) =>
      new Promise((resolve) => {
        setPending((before) => {
          before?.answer(false);
          return { ...request, answer: resolve };
        });
      }),
    [],
  );
  const answer = (confirmed: boolean): void => {
    pending?.answer(confirmed);
    setPending(null);
  };
  return (
    <ConfirmContext value={confirm}>
      {children}
      {pending !== null && <Question key={pending.title} request={pending} onAnswer={answer} />}
    </ConfirmContext>
  );
}

function Question({ request, onAnswer }: { request: ConfirmRequest; onAnswer: (confirmed: boolean) => void }) {
  const [typed, setTyped] = useState('');
  const { typeToConfirm } = request;
  const ready = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  return (
    <Dialog
      open
      onOpenChange={() => onAnswer(false)}
      title={request.title}
      description={request.body}
      size="sm"
      onSubmit={() => {
        if (ready) onAnswer(true);
      }}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>{request.cancelLabel ?? 'Cancel'}</Button>
          <Button type="submit" variant={request.danger ? 'danger' : 'primary'} disabled={!ready}>
            {request.confirmLabel}
          </Button>
        </>
      }
    >
      {typeToConfirm !== undefined && (
        <Field
          label={
            <>
              Type <span className="font-mono text-xs font-semibold">{typeToConfirm}</span> to confirm
            </>
          }
        >
          <Input
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
    </Dialog>
  );
}
