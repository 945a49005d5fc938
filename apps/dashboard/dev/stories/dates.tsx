import { useState } from 'react';
import { DatePicker } from '#/components/ui/date-picker.tsx';
import { DateRangePicker } from '#/components/ui/date-range-picker.tsx';
import type { DateRange } from '#/components/ui/date-range.ts';
import { LazyDayGrid, LazyRangeGrid } from '#/components/ui/lazy-day-grid.tsx';
import type { PickedDays } from '#/components/ui/day-grid.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { ROW, Sample, type Story } from '../story.tsx';

const ZONE = 'America/New_York';

function Dates() {
  const [day, setDay] = useState<string | null>('2026-11-22');
  const [none, setNone] = useState<string | null>(null);
  const [range, setRange] = useState<DateRange | null>({ from: '2026-11-09', to: '2026-11-22' });
  const [picked, setPicked] = useState<PickedDays | null>({ from: '2026-11-09', to: '2026-11-18' });
  return (
    <>
      <Sample title="A day">
        <FieldGroup columns={3}>
          <Field label="Start" hint="Type a date or open the calendar.">
            <DatePicker value={day} onValueChange={setDay} timeZone={ZONE} />
          </Field>
          <Field label="Empty">
            <DatePicker value={none} onValueChange={setNone} timeZone={ZONE} />
          </Field>
          <Field label="Error" error="Choose a later day">
            <DatePicker value={day} onValueChange={setDay} timeZone={ZONE} min="2026-11-20" />
          </Field>
          <Field label="Disabled">
            <DatePicker value={day} onValueChange={setDay} timeZone={ZONE} disabled />
          </Field>
        </FieldGroup>
      </Sample>
      <Sample title="A span of days" className={ROW}>
        <DateRangePicker value={range} onValueChange={setRange} timeZone={ZONE} />
        <DateRangePicker value={null} onValueChange={setRange} timeZone={ZONE} label="Created" />
      </Sample>
      <Sample title="Calendars" className="flex flex-wrap items-start gap-8">
        <LazyDayGrid value="2026-11-22" onValueChange={setDay} today="2026-11-24" min="2026-11-03" />
        <LazyRangeGrid value={picked} onValueChange={setPicked} today="2026-11-24" />
      </Sample>
    </>
  );
}

export const dateStories: Story[] = [
  { id: 'dates', title: 'Dates', description: 'Days and spans of days, typed or picked.', Component: Dates },
];
