import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';

export function PageNotFound() {
  return (
    <div className="grid min-h-80 place-items-center px-4">
      <EmptyState
        icon={<Compass />}
        title="There is no such page"
        text="It may have been removed, or the address has a slip."
        action={
          <Button asChild>
            <Link to="/">Go home</Link>
          </Button>
        }
      />
    </div>
  );
}
