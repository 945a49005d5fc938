import { Mic, Phone, PhoneOff, Volume2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Avatar } from './avatar.tsx';

/** What the conversation looks like to the person who has it. */
export type PhoneSkin = 'sms' | 'whatsapp' | 'instagram' | 'messenger';

export interface PhoneMessage {
  id: string;
  /** Whose phone it is, or the agent. */
  from: 'person' | 'agent';
  text: string;
}

interface PhoneFrameProps {
  /** What is shown, for screen readers: "Preview of a text". */
  label: string;
  children: ReactNode;
}

/** A phone around what people see on theirs. Its colors are those of the apps, whatever the theme. */
export function PhoneFrame({ label, children }: PhoneFrameProps) {
  return (
    <figure aria-label={label} className="w-72 max-w-full rounded-[2.25rem] border border-line-strong bg-black p-2.5">
      <div className="flex h-128 flex-col overflow-clip rounded-[1.75rem] bg-white text-black">{children}</div>
    </figure>
  );
}

interface IncomingCallProps {
  /** Who calls. */
  name: string;
  /** Under the name: a number, a place. */
  detail?: string;
  /** Seconds since it was answered, written; absent while it rings. */
  duration?: string;
}

/** A call that comes in, or is held. */
export function PhoneCall({ name, detail, duration }: IncomingCallProps) {
  return (
    <div className="flex flex-1 flex-col items-center bg-[#1c2b33] px-6 pt-16 pb-10 text-white">
      <p className="text-xs text-white/80">{duration ?? 'Incoming call'}</p>
      <p className="mt-2 text-center text-xl font-semibold break-words">{name}</p>
      {detail !== undefined && <p className="text-[13px] text-white/80">{detail}</p>}
      <Avatar name={name} size="lg" tinted className="mt-10 size-20 text-2xl" />
      <div aria-hidden className="mt-auto flex w-full justify-between px-4">
        {duration === undefined ? (
          <>
            <Round className="bg-[#d93025]" icon={<PhoneOff />} />
            <Round className="bg-[#188038]" icon={<Phone />} />
          </>
        ) : (
          <>
            <Round className="bg-white/15" icon={<Mic />} />
            <Round className="bg-[#d93025]" icon={<PhoneOff />} />
            <Round className="bg-white/15" icon={<Volume2 />} />
          </>
        )}
      </div>
    </div>
  );
}

const Round = ({ className, icon }: { className: string; icon: ReactNode }) => (
  <span className={classNames('grid size-14 place-items-center rounded-full [&_svg]:size-6', className)}>{icon}</span>
);

interface Skin {
  name: string;
  header: string;
  page: string;
  person: string;
  agent: string;
  /** What stands in the box that nobody types into. */
  hint: string;
}

const SKINS: Record<PhoneSkin, Skin> = {
  sms: {
    name: 'Text message',
    header: 'bg-[#f6f6f6]',
    page: 'bg-white',
    person: 'bg-[#0b65d8] text-white',
    agent: 'bg-[#e9e9eb]',
    hint: 'Text message',
  },
  whatsapp: {
    name: 'WhatsApp',
    header: 'bg-[#075e54] text-white',
    page: 'bg-[#efeae2]',
    person: 'bg-[#d9fdd3]',
    agent: 'bg-white',
    hint: 'Message',
  },
  instagram: {
    name: 'Instagram',
    header: 'bg-white',
    page: 'bg-white',
    person: 'bg-[#7638fa] text-white',
    agent: 'bg-[#efefef]',
    hint: 'Message…',
  },
  messenger: {
    name: 'Messenger',
    header: 'bg-white',
    page: 'bg-white',
    person: 'bg-[#0064e0] text-white',
    agent: 'bg-[#f0f0f0]',
    hint: 'Aa',
  },
};

interface PhoneChatProps {
  skin: PhoneSkin;
  /** Whom the person writes with. */
  name: string;
  messages: readonly PhoneMessage[];
  /** The agent is writing. */
  typing?: boolean;
}

/** A conversation in writing. */
export function PhoneChat({ skin, name, messages, typing }: PhoneChatProps) {
  const look = SKINS[skin];
  return (
    <>
      <div className={classNames('flex items-center gap-2.5 border-b border-black/10 px-4 pt-5 pb-2.5', look.header)}>
        <Avatar name={name} tinted />
        <div className="min-w-0">
          <p className="truncate text-[13px] font-semibold">{name}</p>
          <p className="text-[11px]">{look.name}</p>
        </div>
      </div>
      <div
        role="region"
        aria-label={`${look.name} with ${name}`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it
        tabIndex={0}
        className={classNames('flex min-h-0 flex-1 flex-col overflow-y-auto p-3', look.page)}
      >
        <ul className="mt-auto grid gap-1.5">
          {messages.map(({ id, from, text }) => (
            <li
              key={id}
              className={classNames(
                'w-fit max-w-[80%] rounded-2xl px-3 py-1.5 text-[13px] break-words',
                from === 'person' ? 'justify-self-end rounded-br-md' : 'rounded-bl-md',
                look[from],
              )}
            >
              <span className="sr-only">{from === 'person' ? 'Person: ' : 'Agent: '}</span>
              {text}
            </li>
          ))}
          {typing && (
            <li className={classNames('w-fit rounded-2xl rounded-bl-md px-3 py-1.5 text-[13px]', look.agent)}>
              <span className="sr-only">The agent is writing</span>
              <span aria-hidden>•••</span>
            </li>
          )}
        </ul>
      </div>
      <div aria-hidden className="border-t border-black/10 bg-white p-3">
        <p className="rounded-full border border-black/20 px-3 py-1.5 text-[13px] text-[#5f6368]">{look.hint}</p>
      </div>
    </>
  );
}
