import { Button, type ButtonProps } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'size' | 'aria-label' | 'asChild'> {
  /** What it does: its name for screen readers and its tooltip. */
  label: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
}

/** A button that is only an icon. */
export function IconButton({ label, side, variant = 'ghost', ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} side={side}>
      <Button size="icon" variant={variant} aria-label={label} {...rest} />
    </Tooltip>
  );
}
