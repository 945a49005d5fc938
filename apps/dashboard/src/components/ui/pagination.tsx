import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatNumber } from '#/format/number.ts';
import { IconButton } from './icon-button.tsx';
import { Select } from './select.tsx';

interface PaginationProps {
  /** Rows before the first one shown. */
  offset: number;
  /** Rows per page. */
  limit: number;
  /** All rows; null where the server does not count them. */
  total: number | null;
  /** Rows on this page, needed where `total` is null. */
  count?: number;
  onOffsetChange: (offset: number) => void;
  /** Offers other page sizes. */
  onLimitChange?: (limit: number) => void;
  limits?: readonly number[];
}

/** Which rows of how many, and the way to the others. */
export function Pagination({
  offset,
  limit,
  total,
  count,
  onOffsetChange,
  onLimitChange,
  limits = [25, 50, 100],
}: PaginationProps) {
  const last = total === null ? offset + (count ?? limit) : Math.min(offset + limit, total);
  const first = Math.min(offset + 1, last);
  const hasNext = total === null ? (count ?? limit) >= limit : last < total;
  return (
    <nav
      aria-label="Pages"
      className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-1 text-[13px] text-muted"
    >
      <p aria-live="polite" className="tabular-nums">
        {formatNumber(first)}–{formatNumber(last)}
        {total !== null && ` of ${formatNumber(total)}`}
      </p>
      <div className="flex items-center gap-1">
        {onLimitChange !== undefined && (
          <div className="w-32 max-sm:hidden">
            <Select
              aria-label="Rows per page"
              value={String(limit)}
              onValueChange={(value) => onLimitChange(Number(value))}
              options={limits.map((size) => ({ value: String(size), label: `${size} per page` }))}
              className="border-transparent bg-transparent hover:bg-hover"
            />
          </div>
        )}
        <IconButton
          label="Previous page"
          disabled={offset <= 0}
          onClick={() => onOffsetChange(Math.max(0, offset - limit))}
        >
          <ChevronLeft />
        </IconButton>
        <IconButton label="Next page" disabled={!hasNext} onClick={() => onOffsetChange(offset + limit)}>
          <ChevronRight />
        </IconButton>
      </div>
    </nav>
  );
}
