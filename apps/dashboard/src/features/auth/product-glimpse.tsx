import { CalendarCheck, PhoneIncoming, type LucideIcon } from 'lucide-react';
import { classNames } from '#/components/class-names.ts';

const LINES: readonly { who: 'agent' | 'caller'; text: string }[] = [
  { who: 'agent', text: 'Thank you for calling Bright Smile Dental. How can I help you today?' },
  { who: 'caller', text: 'Hi, I chipped a tooth. Can anyone see me tomorrow?' },
  { who: 'agent', text: 'I’m sorry to hear that. Dr. Chen has 9:30 or 11 tomorrow morning. Which works for you?' },
  { who: 'caller', text: '9:30, please.' },
];

/** A call as the product shows it, beside the sign-in. A picture: it tells screen readers nothing that they need. */
export const ProductGlimpse = () => (
  <div
    aria-hidden="true"
    className="relative grid content-center gap-8 overflow-clip border-l bg-surface px-12 py-10 max-lg:hidden xl:px-20"
  >
    <div className="absolute inset-x-0 top-0 h-1 bg-brand" />
    <p className="max-w-md text-3xl leading-tight font-semibold tracking-tight">
      <span className="block">Every call answered.</span> Every appointment booked.
    </p>
    <div className="grid max-w-lg gap-3 rounded-xl border bg-canvas p-5 shadow-raised">
      <Note icon={PhoneIncoming} title="+1 (212) 555-0123" text="Live · 0:24" />
      <ul className="grid gap-2.5 text-[13px]">
        {LINES.map(({ who, text }) => (
          <li
            key={text}
            className={classNames(
              'max-w-[85%] rounded-xl px-3.5 py-2.5',
              who === 'agent' ? 'border bg-surface' : 'justify-self-end bg-brand text-on-brand',
            )}
          >
            {text}
          </li>
        ))}
      </ul>
      <Note icon={CalendarCheck} title="Appointment booked" text="Tomorrow, 9:30 AM with Dr. Chen" />
    </div>
  </div>
);

const Note = ({ icon: Icon, title, text }: { icon: LucideIcon; title: string; text: string }) => (
  <div className="flex items-center gap-3 rounded-lg border bg-surface px-3.5 py-2.5 text-[13px]">
    <Icon className="size-4 shrink-0 text-brand-text" />
    <span className="font-medium whitespace-nowrap">{title}</span>
    <span className="ml-auto truncate text-muted">{text}</span>
  </div>
);
