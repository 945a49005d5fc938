import { expect, test } from 'vitest';
import { builtScripts, laterParts, laterScripts, packedBytes } from '../src/built-scripts.ts';

/** Bytes of JavaScript, packed with gzip, that a first visit to the sign-in page may load. */
const SIGN_IN_BUDGET = 180_000;
/** The same for every other page. */
const PAGE_BUDGET = 350_000;

/** What pages do not load with their data, and when it comes. Every other part that they load later is weighed with them. */
const NOT_AT_FIRST: Record<string, string> = {
  'src/components/ui/toasts.tsx': 'with the first message of a moment',
  'sonner/dist/index.mjs': 'with the first message of a moment',
  'src/shell/command-palette.tsx': 'when it is opened',
  'src/shell/shortcuts-dialog.tsx': 'when it is opened',
  'src/shell/account-list.tsx': 'when the menu of accounts is opened',
  'src/features/notifications/notification-preview.tsx': 'when the bell is clicked',
  'src/features/calls/call-peek.tsx': 'when a call of the list is looked into',
  'src/components/ui/prompt-editor-view.tsx': 'when the page is there, in place of a plain text box',
  'src/features/agents/editor/test-dock.tsx': 'when the page is there, beside the editor',
  'src/features/agents/editor/controls/voice-control.tsx': 'when the tab of the voice is opened',
  'src/features/onboarding/talk-step.tsx': 'with the step that holds a call',
  'src/components/ui/text-changes.tsx': 'when changes to a prompt are shown',
  'src/components/ui/day-grid.tsx': 'when a calendar is opened',
  'src/features/agency/create-sub-account-dialog.tsx': 'when it is opened',
  'src/features/agency/edit-sub-account-dialog.tsx': 'when it is opened',
  'src/features/agency/suspend-dialog.tsx': 'when it is opened',
  'src/features/agency/invite-administrator-dialog.tsx': 'when it is opened',
  'src/shell/verification-needed.tsx': 'on the first day of an account, until its address is verified',
};

/** A library is named by its path in itself: where it is installed changes with its version. */
const partName = (source: string): string => source.split('/node_modules/').at(-1) ?? source;

const isLeftOut = (source: string): boolean => partName(source) in NOT_AT_FIRST;

const parts = laterParts(isLeftOut);

test('no page weighs more than it may, with all that it loads without being asked', () => {
  const pages = builtScripts();
  expect([...pages.keys()]).toEqual(expect.arrayContaining(['', 'sign-in', 'calls/$callId']));
  const tooHeavy = [...pages].flatMap(([path, scripts]) => {
    const later = [...(parts.get(path) ?? [])].filter((part) => !isLeftOut(part));
    const weight = packedBytes(new Set([...scripts, ...later.flatMap(laterScripts)]));
    return weight > (path === 'sign-in' ? SIGN_IN_BUDGET : PAGE_BUDGET) ? [{ path, weight, later }] : [];
  });
  expect(tooHeavy).toEqual([]);
});

test('what is left out is there to be left out', () => {
  const known = new Set([...parts.values()].flatMap((later) => [...later].map(partName)));
  expect(Object.keys(NOT_AT_FIRST).filter((part) => !known.has(part))).toEqual([]);
});
