import { Slider as Primitive } from 'radix-ui';
import { classNames } from '#/components/class-names.ts';
import { useFieldGroupControl } from './field-context.ts';

interface SliderProps {
  value: number;
  onValueChange: (value: number) => void;
  min: number;
  max: number;
  step: number;
  /** How the number is written beside the slider, and read aloud. */
  format?: (value: number) => string;
  disabled?: boolean;
  'aria-label'?: string;
  className?: string;
}

/** A number whose feel matters more than its digits. */
export function Slider({
  value,
  onValueChange,
  min,
  max,
  step,
  format = String,
  disabled,
  className,
  ...rest
}: SliderProps) {
  const control = useFieldGroupControl(rest['aria-label']);
  return (
    <div className={classNames('flex h-8 items-center gap-4 max-sm:h-11', className)}>
      <Primitive.Root
        value={[value]}
        onValueChange={([next]) => {
          if (next !== undefined) onValueChange(next);
        }}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        className="relative flex h-full flex-1 touch-none items-center select-none data-disabled:opacity-50"
      >
        <Primitive.Track className="relative h-1 flex-1 rounded-full bg-line-strong">
          <Primitive.Range className="absolute h-full rounded-full bg-brand-text" />
        </Primitive.Track>
        <Primitive.Thumb
          {...control}
          aria-valuetext={format(value)}
          className="block size-4 rounded-full border-2 border-brand-text bg-surface transition-colors hover:bg-hover max-sm:size-6"
        />
      </Primitive.Root>
      <output aria-hidden className="min-w-12 text-right text-[13px] tabular-nums">
        {format(value)}
      </output>
    </div>
  );
}
