import type { Command } from 'commander';

/** Adds what the operators of an installation use. Server code is imported when a command runs, not before. */
export function addOperatorCommands(_program: Command): void {}
