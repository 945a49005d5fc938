/** Surfaces that lie over the page for a moment: menus, lists of options, popovers. */
export const floatingClass =
  'z-50 rounded-lg border border-line bg-raised text-ink shadow-raised outline-none transition-[opacity,scale] duration-150 starting:scale-98 starting:opacity-0 data-[state=closed]:animate-vanish';

/** One line in such a list. Radix writes `data-disabled=""` on those that are, cmdk `data-disabled="true"`. */
export const optionClass = [
  'relative flex cursor-default items-center gap-2 rounded-sm px-2 py-1.5 text-[13px] outline-none select-none max-sm:min-h-11 max-sm:text-sm',
  "data-highlighted:bg-hover data-[selected=true]:bg-hover data-[disabled='']:pointer-events-none data-[disabled='']:opacity-50 data-[disabled=true]:pointer-events-none data-[disabled=true]:opacity-50",
  '[&_svg]:size-4 [&_svg]:shrink-0',
].join(' ');
