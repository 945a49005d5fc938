import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { toast } from './toaster.tsx';

interface CopyButtonProps extends Omit<ButtonProps, 'value' | 'onClick' | 'asChild' | 'loading'> {
  value: string;
  /** What is copied: "Copy the key". */
  label?: string;
  /** With a text it is a whole button; without one only the icon. */
  children?: ReactNode;
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ value, label = 'Copy', children, ...rest }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      toast.error('Your browser blocked copying. Select the text and copy it manually.');
    }
  };
  const icon = copied ? <Check className="text-success" /> : <Copy />;
  const said = (
    <span role="status" className="sr-only">
      {copied && 'Copied'}
    </span>
  );
  if (children === undefined) {
    return (
      <>
        <IconButton label={copied ? 'Copied' : label} onClick={() => void copy()} {...rest}>
          {icon}
        </IconButton>
        {said}
      </>
    );
  }
  return (
    <>
      <Button onClick={() => void copy()} {...rest}>
        {icon}
        {copied ? 'Copied' : children}
      </Button>
      {said}
    </>
  );
}
