import { contrastNote } from './branding-contrast.ts';

/** Says what becomes of the color where it could not be read as it is. */
export function BrandingColorNote({ color }: { color: string }) {
  const { onBrand, onBrandRatio, linkInstead, darkLinkInstead } = contrastNote(color);
  return (
    <p className="text-xs text-pretty text-muted" role="status">
      Text on your color is {onBrand}, with a contrast of {onBrandRatio} to 1.{' '}
      {linkInstead !== null && (
        <>
          This color is hard to read on white, so links use <Swatch color={linkInstead} />.{' '}
        </>
      )}
      {darkLinkInstead !== null && (
        <>
          In dark mode, links use <Swatch color={darkLinkInstead} />.
        </>
      )}
    </p>
  );
}

function Swatch({ color }: { color: string }) {
  return (
    <span className="inline-flex items-center gap-1 font-mono whitespace-nowrap uppercase">
      <span aria-hidden className="size-2.5 rounded-xs border" style={{ background: color }} />
      {color}
    </span>
  );
}
