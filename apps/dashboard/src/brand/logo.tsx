import { useBrand } from './use-brand.ts';

/** The product's sign, or the agency's: its logo where it has uploaded one, else its name. */
export function Logo() {
  const { name, logoUrl } = useBrand();
  if (logoUrl !== null) return <img src={logoUrl} alt={name} className="h-7 max-w-40 object-contain object-left" />;
  return (
    <span className="flex min-w-0 items-center gap-2.5 text-[15px] font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-7 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="fill-brand" />
        <path
          d="M9 13v6M14 9v14M19 12v8M24 14.5v3"
          className="stroke-on-brand"
          strokeWidth="2.6"
          strokeLinecap="round"
          fill="none"
        />
      </svg>
      <span className="truncate">{name}</span>
    </span>
  );
}
