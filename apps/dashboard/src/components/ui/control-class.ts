/** How every box that takes a value looks. On small screens it is as tall as a finger, and its text too large for iOS to zoom in. */
export const controlClass = [
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[13px] text-ink transition-colors duration-100 max-sm:text-base',
  'placeholder:text-muted hover:border-muted/60 focus-visible:border-brand-text focus-visible:outline-offset-[-1px]',
  'disabled:cursor-not-allowed disabled:bg-hover disabled:text-muted disabled:hover:border-line-strong [&[readonly]]:bg-canvas',
  'aria-invalid:border-danger aria-invalid:focus-visible:outline-danger',
].join(' ');

/** The height of one-line controls. */
export const controlHeight = 'h-8 max-sm:h-11';
