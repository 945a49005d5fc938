import { Slider } from '#/components/ui/slider.tsx';
import { formatNumber, formatPercent } from '#/format/number.ts';
import type { Control } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

const formats: Record<Extract<Control, { kind: 'slider' }>['format'], (value: number) => string> = {
  tenths: (value) => formatNumber(value, 1),
  hundredths: (value) => formatNumber(value, 2),
  percent: (value) => formatPercent(value),
};

export function SliderControl({
  definition,
  control: { kind: _kind, format, ...range },
}: ControlProps & { control: Extract<Control, { kind: 'slider' }> }) {
  const { value, set, error } = useSetting<number>(definition.name);
  return (
    <SettingFrame definition={definition} error={error}>
      <Slider {...range} format={formats[format]} value={value ?? range.min} onValueChange={set} />
    </SettingFrame>
  );
}
