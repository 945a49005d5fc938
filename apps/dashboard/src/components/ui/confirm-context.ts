import { createContext, use, type ReactNode } from 'react';

export interface ConfirmRequest {
  /** The question: "Delete this agent?" */
  title: string;
  /** What will happen, and whether it can be undone. */
  body: ReactNode;
  /** The answer, a verb: "Delete agent". */
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** A text that must be typed first, where the loss would be great. */
  typeToConfirm?: string;
}

export type Confirm = (request: ConfirmRequest) => Promise<boolean>;

export const ConfirmContext = createContext<Confirm | null>(null);

/** Asks before something is done: `if (await confirm({ … })) …`. False when it was closed. */
export const useConfirm = (): Confirm => {
  const confirm = use(ConfirmContext);
  if (confirm === null) throw new Error('useConfirm needs a ConfirmProvider above it');
  return confirm;
};
