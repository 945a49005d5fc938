import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

/** Drawn in 120 by 88 units, lines in the gray of borders, and in each one thing in the brand's color. */
const DRAWINGS = {
  calls: (
    <>
      <rect x="20" y="12" width="74" height="58" rx="7" />
      <circle cx="32" cy="26" r="4.5" />
      <path d="M42 26h28M42 41h16M32 36.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z" />
      <rect x="54" y="44" width="48" height="30" rx="15" />
      <Accent d="M66 56v6M72 52v14M78 55v8M84 50v18M90 56v6" />
    </>
  ),
  agents: (
    <>
      <path d="M28 76c2-14 14-21 32-21s30 7 32 21Z" />
      <circle cx="60" cy="36" r="19" />
      <path d="M54 42c3.5 3.5 8.5 3.5 12 0" />
      <Accent d="M39 37v-3a21 21 0 0 1 42 0v3M39 34h-2a3 3 0 0 0-3 3v5a3 3 0 0 0 3 3h2ZM81 34h2a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3h-2ZM83 45c0 6-4 9-10 9" />
    </>
  ),
  numbers: (
    <>
      <rect x="39" y="6" width="42" height="72" rx="8" />
      <path d="M47 18h26" />
      <path
        d="M50 33v.01M60 33v.01M70 33v.01M50 44v.01M60 44v.01M70 44v.01M50 55v.01M60 55v.01M70 55v.01"
        strokeWidth="4"
      />
      <Accent d="M54 68h12" strokeWidth={4} />
    </>
  ),
  clients: (
    <>
      <path d="M24 76V38a4 4 0 0 1 4-4h24v42ZM32 45h.01M42 45h.01M32 55h.01M42 55h.01M32 65h.01M42 65h.01" />
      <path d="M52 76V18a4 4 0 0 1 4-4h34a4 4 0 0 1 4 4v58Z" />
      <path d="M63 27h4M79 27h4M63 39h4M79 39h4M63 51h4M79 51h4" />
      <Accent d="M67 76V66a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v10" />
    </>
  ),
  people: (
    <>
      <circle cx="80" cy="34" r="10" />
      <path d="M66 68c0-13 5-19 14-19s16 6 17 19Z" />
      <circle cx="48" cy="32" r="13" />
      <path d="M24 74c0-16 9-24 24-24s24 8 24 24Z" />
      <Accent d="M96 12v12M90 18h12" />
    </>
  ),
  webhooks: (
    <>
      <rect x="14" y="28" width="34" height="34" rx="7" />
      <path d="M25 39l-5 6 5 6M37 39l5 6-5 6" />
      <rect x="76" y="16" width="30" height="58" rx="6" />
      <path d="M76 35h30M76 55h30M84 26h.01M84 45h.01M84 65h.01M92 26h6M92 45h6M92 65h6" />
      <Accent d="M48 45h22M64 39l6 6-6 6" />
    </>
  ),
  keys: (
    <>
      <path d="M52 36 88 15a4 4 0 0 1 5.5 1.5l3 5.2-10 5.8 3 5.2-6.5 3.8-3-5.2-6 3.5 3 5.2-6.5 3.7-3-5.2-8.5 5Z" />
      <circle cx="44" cy="50" r="20" />
      <Accent d="M40 46a7 7 0 1 0 0 12 7 7 0 0 0 0-12Z" />
    </>
  ),
  notifications: (
    <>
      <path d="M60 12a21 21 0 0 0-21 21c0 18-6 23-9 28h60c-3-5-9-10-9-28a21 21 0 0 0-21-21Z" />
      <path d="M52 66a8 8 0 0 0 16 0" />
      <Accent d="M52 40l6 6 11-12" />
    </>
  ),
  log: (
    <>
      <rect x="32" y="8" width="56" height="68" rx="7" />
      <path d="M45 25v34" />
      <path d="M55 23h20M55 41h14M55 59h17" />
      <circle cx="45" cy="23" r="4" />
      <circle cx="45" cy="41" r="4" />
      <Accent d="M45 55a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z" />
    </>
  ),
  usage: (
    <>
      <path d="M36 8h48v68l-8-5-8 5-8-5-8 5-8-5-8 5Z" />
      <path d="M46 22h28M46 33h18M46 44h22" />
      <Accent d="M46 58h10M66 58h8" />
    </>
  ),
  search: (
    <>
      <rect x="20" y="12" width="68" height="54" rx="7" />
      <path d="M31 25h40M31 38h18M31 51h14" />
      <circle cx="72" cy="46" r="17" />
      <Accent d="M84.5 58.5 98 72M66 46h12" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type Topic = keyof typeof DRAWINGS;

/** The topics that have a drawing. */
export const TOPICS = Object.keys(DRAWINGS) as Topic[];

function Accent({ d, strokeWidth }: { d: string; strokeWidth?: number }) {
  return <path d={d} strokeWidth={strokeWidth} className="fill-none stroke-brand-text" />;
}

/** A quiet picture of what a list will hold. Decoration: screen readers pass it over. */
export function Illustration({ topic, className }: { topic: Topic; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 120 88"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={classNames('h-22 w-30 fill-surface stroke-line-strong', className)}
    >
      <ellipse cx="60" cy="77" rx="52" ry="8" className="fill-hover stroke-none" />
      {DRAWINGS[topic]}
    </svg>
  );
}
