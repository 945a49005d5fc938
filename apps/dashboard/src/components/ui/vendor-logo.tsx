import elevenlabs from '@lobehub/icons-static-svg/icons/elevenlabs.svg?raw';
import gemini from '@lobehub/icons-static-svg/icons/gemini.svg?raw';
import openai from '@lobehub/icons-static-svg/icons/openai.svg?raw';
import xai from '@lobehub/icons-static-svg/icons/xai.svg?raw';
import { classNames } from '#/components/class-names.ts';

interface VendorLogoProps {
  /** As the api names it: `openai`. */
  vendor: string;
  /** As people know it: its first letter stands for those without a mark. */
  name: string;
  size?: 'sm' | 'md' | 'lg';
  className?: string;
}

/** The outline of a mark, in a square of 24 units. */
const pathOf = (svg: string): string => / d="([^"]+)"/.exec(svg)?.[1] ?? '';

const MARKS: Readonly<Record<string, string>> = {
  elevenlabs: pathOf(elevenlabs),
  gemini: pathOf(gemini),
  openai: pathOf(openai),
  xai: pathOf(xai),
};

const sizes = {
  sm: 'size-5 rounded text-[11px] [&_svg]:size-3',
  md: 'size-7 rounded-md text-[13px] [&_svg]:size-4',
  lg: 'size-10 rounded-lg text-base [&_svg]:size-5.5',
};

/** Whose service it is, beside its name, so screen readers pass it over. */
export function VendorLogo({ vendor, name, size = 'md', className }: VendorLogoProps) {
  const mark = MARKS[vendor];
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-grid shrink-0 place-items-center border border-line bg-canvas leading-none font-semibold text-ink select-none',
        sizes[size],
        className,
      )}
    >
      {mark === undefined ? (
        name.slice(0, 1)
      ) : (
        <svg viewBox="0 0 24 24" fill="currentColor" fillRule="evenodd">
          <path d={mark} />
        </svg>
      )}
    </span>
  );
}
