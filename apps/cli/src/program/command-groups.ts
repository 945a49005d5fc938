/** Under what the help lists a command, in this order. */
export const COMMAND_GROUPS = ['You', 'Your account', 'For operators', 'Help'] as const;

export type CommandGroup = (typeof COMMAND_GROUPS)[number];
