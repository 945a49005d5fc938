import { Link } from '@tanstack/react-router';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';

const TRY = 'Try different words or dates, or clear the filters.';

/** In place of the calls when none matches. */
export function NoMatchingCalls({ onClear, text = TRY }: { onClear: () => void; text?: string }) {
  return (
    <EmptyState
      picture="search"
      title="No calls match these filters"
      text={text}
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}

/** In place of the calls before the first one. */
export function NoCallsYet() {
  return (
    <EmptyState
      picture="calls"
      title="No calls yet"
      text="Once an agent answers one of your numbers, every call appears here live: who is calling, the transcript, and then the recording."
      action={
        <>
          <Button asChild>
            <Link to="/phone-numbers">Phone numbers</Link>
          </Button>
          <Button variant="primary" asChild>
            <Link to="/">Finish setup</Link>
          </Button>
        </>
      }
    />
  );
}
