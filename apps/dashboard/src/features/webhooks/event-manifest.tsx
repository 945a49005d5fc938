import { useQuery } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { CodeBlock } from '#/components/ui/code-block.tsx';
import { Disclosure } from '#/components/ui/disclosure.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';

/** Every event there is, with the schema of its body. */
export function EventManifest() {
  const manifest = useQuery(trpc.outgoingWebhooks.events.queryOptions());
  if (manifest.error) {
    return <ErrorState message={toApiError(manifest.error).message} onRetry={() => void manifest.refetch()} />;
  }
  if (!manifest.data) return <Skeleton className="h-60" />;
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {manifest.data.events.map(({ type, description, schema }) => (
        <li key={type} className="grid gap-1 px-4 py-3 text-[13px]">
          <h3 className="font-mono text-xs font-semibold">{type}</h3>
          <p className="text-pretty text-muted">{description}</p>
          <Disclosure title="Schema">
            <CodeBlock label={`Schema of ${type}`} code={JSON.stringify(schema, null, 2)} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
