import elevenlabs from '@lobehub/icons-static-svg/icons/elevenlabs.svg?url';
import gemini from '@lobehub/icons-static-svg/icons/gemini.svg?url';
import openai from '@lobehub/icons-static-svg/icons/openai.svg?url';
import xai from '@lobehub/icons-static-svg/icons/xai.svg?url';
import { classNames } from '#/components/class-names.ts';

interface VendorLogoProps {
  /** As the api names it: `openai`. */
  vendor: string;
  /** As people know it: its first letter stands for those without a mark. */
  name: string;
  size?: 'sm' | 'md' | 'lg';
  className?: string;
}

const MARKS: Readonly<Record<string, string>> = {
  elevenlabs,
  gemini,
  openai,
  xai,
};

const sizes = {
  sm: 'size-5 rounded text-[11px] [&>span]:size-3',
  md: 'size-7 rounded-md text-[13px] [&>span]:size-4',
  lg: 'size-10 rounded-lg text-base [&>span]:size-5.5',
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
        <span className="bg-current" style={{ mask: `url(${mark}) center / contain no-repeat` }} />
      )}
    </span>
  );
}
