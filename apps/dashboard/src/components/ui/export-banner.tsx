import { formatBytes } from '#/format/number.ts';
import { Banner } from './banner.tsx';
import { Progress } from './progress.tsx';

/** What a page says while a file of unknown length is made for it. */
export function ExportBanner({ bytes }: { bytes: number }) {
  return (
    <Banner kind="info" title="Preparing export">
      <span className="grid gap-2">
        {bytes > 0 ? `${formatBytes(bytes)} so far.` : 'Starting…'} Stay on this page until it is saved.
        <Progress label="Export" value={null} />
      </span>
    </Banner>
  );
}
