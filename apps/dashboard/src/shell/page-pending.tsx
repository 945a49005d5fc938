import { Spinner } from '#/components/ui/spinner.tsx';

export function PagePending() {
  return (
    <div className="grid min-h-60 place-items-center text-muted">
      <Spinner />
    </div>
  );
}
