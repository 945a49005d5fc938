import { useState } from 'react';
import { Avatar } from '#/components/ui/avatar.tsx';
import { DescriptionList } from '#/components/ui/description-list.tsx';
import { EventCalendar } from '#/components/ui/event-calendar.tsx';
import type { CalendarEvent, CalendarView } from '#/components/ui/event-calendar-data.ts';
import { PhoneCall, PhoneChat, PhoneFrame, type PhoneMessage, type PhoneSkin } from '#/components/ui/phone-frame.tsx';
import { ThreePane } from '#/components/ui/three-pane.tsx';
import { Sample, type Story } from '../story.tsx';
import { LONG_NAME } from './content.ts';

const at = (day: number, hour: number, length = 30, title = 'Cleaning, Sam Rivera'): CalendarEvent => {
  const start = Date.UTC(2026, 10, day, hour + 5);
  return {
    id: `${day}-${hour}-${title}`,
    title,
    start: new Date(start).toISOString(),
    end: new Date(start + length * 60_000).toISOString(),
  };
};

const EVENTS: CalendarEvent[] = [
  at(3, 9),
  at(10, 14, 60, LONG_NAME),
  at(23, 9, 90, 'Crown, Lee Chen'),
  at(23, 10, 60, 'Checkup, Ana Lopez'),
  at(23, 11),
  at(23, 15),
  at(23, 16, 30, 'Consultation'),
  at(25, 8, 45, 'Checkup'),
  at(27, 13, 120, 'Root canal'),
];

function Calendars() {
  const [view, setView] = useState<CalendarView>('month');
  const [day, setDay] = useState('2026-11-24');
  const shared = { events: EVENTS, timeZone: 'America/New_York', onEventClick: () => undefined };
  return (
    <>
      <Sample title="Month, week, or agenda">
        <EventCalendar
          {...shared}
          label="Appointments"
          view={view}
          onViewChange={setView}
          day={day}
          onDayChange={setDay}
        />
      </Sample>
      <Sample title="Week">
        <EventCalendar
          {...shared}
          label="Appointments of the week"
          view="week"
          onViewChange={setView}
          day={day}
          onDayChange={setDay}
        />
      </Sample>
      <Sample title="Empty">
        <EventCalendar
          {...shared}
          events={[]}
          label="No appointments"
          view="agenda"
          onViewChange={setView}
          day={day}
          onDayChange={setDay}
        />
      </Sample>
    </>
  );
}

const PEOPLE = ['Sam Rivera', 'Ana Lopez', LONG_NAME, 'Lee Chen'];

function Panes() {
  const [pane, setPane] = useState<'list' | 'main' | 'side'>('list');
  const [person, setPerson] = useState(PEOPLE[0] ?? '');
  return (
    <Sample title="Conversations" className="h-120 overflow-clip rounded-lg border border-line bg-surface">
      <ThreePane
        pane={pane}
        onPaneChange={setPane}
        listLabel="Conversations"
        list={
          <ul className="divide-y divide-line">
            {PEOPLE.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  aria-current={name === person}
                  onClick={() => {
                    setPerson(name);
                    setPane('main');
                  }}
                  className="flex w-full items-center gap-3 p-3 text-left text-[13px] hover:bg-hover focus-visible:-outline-offset-2"
                >
                  <Avatar name={name} tinted />
                  <span className="min-w-0 truncate">{name}</span>
                </button>
              </li>
            ))}
          </ul>
        }
        mainLabel="Conversation"
        main={<p className="p-4 text-[13px]">What {person} and the agent wrote.</p>}
        sideLabel="Contact"
        side={
          <div className="p-4">
            <DescriptionList
              items={[
                { label: 'Name', value: person },
                { label: 'Phone', value: '(212) 555-0120' },
              ]}
            />
          </div>
        }
      />
    </Sample>
  );
}

const SKINS: readonly PhoneSkin[] = ['sms', 'whatsapp', 'instagram', 'messenger'];

const MESSAGES: PhoneMessage[] = [
  { id: '1', from: 'agent', text: 'Hi, this is Ava from Bright Smile Dental. How can I help?' },
  { id: '2', from: 'person', text: 'Do you have time on Friday afternoon?' },
  { id: '3', from: 'agent', text: 'Yes, at 2 PM or at 3:30 PM. Which works better for you?' },
  { id: '4', from: 'person', text: '2 PM please' },
];

function Phones() {
  return (
    <>
      <Sample title="Calls" className="flex flex-wrap gap-6">
        <PhoneFrame label="An incoming call">
          <PhoneCall name="Bright Smile Dental" detail="(212) 555-0120" />
        </PhoneFrame>
        <PhoneFrame label="A call">
          <PhoneCall name={LONG_NAME} duration="0:42" />
        </PhoneFrame>
      </Sample>
      <Sample title="In writing" className="flex flex-wrap gap-6">
        {SKINS.map((skin) => (
          <PhoneFrame key={skin} label={`${skin}, preview`}>
            <PhoneChat skin={skin} name="Bright Smile Dental" messages={MESSAGES} typing />
          </PhoneFrame>
        ))}
      </Sample>
      <Sample title="Empty">
        <PhoneFrame label="sms, empty">
          <PhoneChat skin="sms" name={LONG_NAME} messages={[]} />
        </PhoneFrame>
      </Sample>
    </>
  );
}

export const layoutStories: Story[] = [
  {
    id: 'calendar',
    title: 'Calendar',
    description: 'Appointments by month, by week, or as an agenda.',
    Component: Calendars,
  },
  {
    id: 'three-pane',
    title: 'Three panes',
    description: 'A list, one of it, and what is known about that.',
    Component: Panes,
  },
  { id: 'phone', title: 'Phone', description: 'What people see on theirs.', Component: Phones },
];
