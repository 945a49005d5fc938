import { useState } from 'react';
import { browserStorage } from '#/session/storage.ts';

const KEY = 'leadlock.collapsed-groups';

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(browserStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((label) => typeof label === 'string') : [];
  } catch {
    return [];
  }
}

/** The sidebar's groups that somebody has closed, kept in this browser. */
export function useCollapsedGroups(): [collapsed: readonly string[], toggle: (label: string) => void] {
  const [collapsed, setCollapsed] = useState(read);
  const toggle = (label: string): void => {
    const next = collapsed.includes(label) ? collapsed.filter((one) => one !== label) : [...collapsed, label];
    browserStorage.setItem(KEY, JSON.stringify(next));
    setCollapsed(next);
  };
  return [collapsed, toggle];
}
