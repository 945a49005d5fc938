import { brandStyle } from '@leadlock/api/brand-colors';
import { ArrowLeft } from 'lucide-react';
import type { CSSProperties } from 'react';

interface BrandingPreviewProps {
  name: string;
  color: string;
  logoUrl: string | null;
}

/** The dashboard's frame in the colors that are being chosen, light and dark. */
export function BrandingPreview(props: BrandingPreviewProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Miniature {...props} theme="light" />
      <Miniature {...props} theme="dark" />
    </div>
  );
}

function Miniature({ name, color, logoUrl, theme }: BrandingPreviewProps & { theme: 'light' | 'dark' }) {
  return (
    <figure>
      {/* A picture of the product, not a part of it: its words would only repeat what the fields say. */}
      <div
        aria-hidden="true"
        className={`${theme} overflow-hidden rounded-lg border bg-canvas text-ink select-none`}
        style={brandStyle(color) as CSSProperties}
      >
        <div className="flex items-center justify-center gap-2 bg-brand px-3 py-1 text-[11px] text-on-brand">
          <span className="truncate">
            You are working in <b className="font-semibold">Bright Dental</b>
          </span>
          <span className="inline-flex shrink-0 items-center gap-1 underline underline-offset-2">
            <ArrowLeft className="size-3" />
            Back
          </span>
        </div>
        <div className="grid grid-cols-[6.5rem_minmax(0,1fr)]">
          <div className="grid min-w-0 content-start gap-2 border-r bg-surface p-2.5">
            {logoUrl === null ? (
              <span className="flex min-w-0 items-center gap-1.5 text-[11px] font-semibold">
                <span className="size-3.5 shrink-0 rounded-xs bg-brand" />
                <span className="min-w-0 truncate">{name}</span>
              </span>
            ) : (
              <img src={logoUrl} alt="" className="h-4 max-w-full object-contain object-left" />
            )}
            <span className="h-4 rounded-xs bg-hover" />
            <span className="h-1.5 w-10 rounded-full bg-line" />
            <span className="h-1.5 w-12 rounded-full bg-line" />
            <span className="h-1.5 w-8 rounded-full bg-line" />
          </div>
          <div className="grid min-w-0 content-start gap-2.5 p-3">
            <span className="text-[13px] font-semibold">Calls</span>
            <span className="text-[11px] text-muted">
              You’re all caught up.{' '}
              <span className="text-brand-text underline underline-offset-2">Read a transcript</span>
            </span>
            <svg viewBox="0 0 120 28" preserveAspectRatio="none" className="h-7 w-full">
              <path d="M0 24 L20 18 L40 20 L60 10 L80 14 L100 5 L120 8 V28 H0 Z" className="fill-brand-text/15" />
              <path
                d="M0 24 L20 18 L40 20 L60 10 L80 14 L100 5 L120 8"
                className="stroke-brand-text"
                strokeWidth="1.5"
                fill="none"
                vectorEffect="non-scaling-stroke"
              />
            </svg>
            <span className="w-fit rounded-md bg-brand px-2.5 py-1 text-[11px] font-medium text-on-brand">
              New agent
            </span>
          </div>
        </div>
      </div>
      <figcaption className="mt-1 text-xs text-muted">{theme === 'light' ? 'Light' : 'Dark'}</figcaption>
    </figure>
  );
}
