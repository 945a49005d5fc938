import { Avatar } from '#/components/ui/avatar.tsx';

/** An agent in a list: its name beside a sign of its own. */
export const AgentName = ({ name }: { name: string }) => (
  <span className="flex min-w-0 items-center gap-2.5">
    <Avatar name={name} size="sm" tinted />
    <span className="truncate">{name}</span>
  </span>
);
