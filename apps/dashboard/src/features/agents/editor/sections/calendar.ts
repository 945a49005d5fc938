import type { SectionDefinition } from '../setting-definition.ts';

export const calendarSection: SectionDefinition = {
  id: 'calendar',
  title: 'Calendar',
  description: 'The calendar for appointments.',
  needs: 'book_appointment',
  groups: [
    {
      settings: [
        {
          name: 'calendar_provider',
          label: 'Provider',
          control: { kind: 'choice', none: 'None', choices: [{ value: 'gohighlevel', label: 'GoHighLevel' }] },
        },
        {
          name: 'calendar_id',
          label: 'Calendar',
          hint: 'The calendar’s ID at the provider.',
          when: ({ calendar_provider }) => calendar_provider !== null,
          control: { kind: 'text' },
        },
        {
          name: 'calendar_integration_id',
          label: 'Connection',
          hint: 'The connection’s ID, if you have more than one.',
          when: ({ calendar_provider }) => calendar_provider !== null,
          control: { kind: 'text' },
        },
      ],
    },
    {
      title: 'Multiple calendars',
      settings: [
        {
          name: 'calendar_configs',
          label: 'Calendars',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'calendar',
            empty: 'Only the calendar above.',
            columns: [
              { key: 'label', label: 'Name', control: 'text', placeholder: 'Dr. Chen' },
              { key: 'calendar_id', label: 'Calendar ID', control: 'text', required: true },
              { key: 'integration_id', label: 'Connection ID', control: 'text', wide: true },
            ],
          },
        },
        {
          name: 'multi_calendar_behavior',
          label: 'Which one to book',
          wide: true,
          when: ({ calendar_configs }) => (calendar_configs ?? []).length > 1,
          control: {
            kind: 'cards',
            columns: 2,
            choices: [
              { value: 'ask_user', label: 'Ask the caller', description: 'Offers the calendars by name.' },
              { value: 'auto_first', label: 'First free time', description: 'Books the first one available.' },
            ],
          },
        },
      ],
    },
  ],
};
