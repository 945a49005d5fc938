import type { CSSProperties } from 'react';
import { classNames } from '#/components/class-names.ts';

interface AvatarProps {
  /** Of a person or an organization; its initials are shown where there is no picture. */
  name: string;
  src?: string | null;
  size?: 'sm' | 'md' | 'lg';
  /** `square` for organizations. */
  shape?: 'round' | 'square';
  /** In a color of its own, which the name decides: for one of many, such as an agent. */
  tinted?: boolean;
  className?: string;
}

const sizes = { sm: 'size-5 text-[9px]', md: 'size-7 text-[11px]', lg: 'size-10 text-sm' };

/** The first letters of the first and the last word; of an email, without its domain. */
const initials = (name: string): string => {
  const [local = ''] = name.trim().split('@', 1);
  const words = local.split(/[\s._-]+/u).filter(Boolean);
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : [words.at(0)];
  return ends.map((word) => (/./u.exec(word ?? '')?.[0] ?? '?').toUpperCase()).join('');
};

/** A hue for a name, in degrees; the same name always has the same. */
const hueOf = (name: string): number => {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360_360;
  return hash % 360;
};

/** Stands for a person beside their name, so screen readers pass it over. */
export function Avatar({ name, src, size = 'md', shape = 'round', tinted, className }: AvatarProps) {
  const look = classNames(
    'inline-grid shrink-0 place-items-center overflow-hidden border font-medium select-none',
    tinted ? 'tinted border-transparent' : 'border-line bg-hover text-ink',
    shape === 'round' ? 'rounded-full' : 'rounded-md',
    sizes[size],
    className,
  );
  if (src) return <img src={src} alt="" className={classNames(look, 'bg-white object-contain')} />;
  return (
    <span aria-hidden className={look} style={tinted ? ({ '--hue': hueOf(name) } as CSSProperties) : undefined}>
      {initials(name)}
    </span>
  );
}
