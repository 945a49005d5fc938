type Guard = () => Promise<boolean>;

const guards = new Set<Guard>();

/** Adds a question that is asked before what the page holds is left behind; the answer takes it out again. */
export function addLeaveGuard(guard: Guard): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

/** Whether the page may be left: asks whatever would be lost. */
export async function mayLeave(): Promise<boolean> {
  for (const guard of guards) if (!(await guard())) return false;
  return true;
}
