/** What the process ends with. Scripts depend on these: they are listed in README.md and do not change. */
export const EXIT = {
  ok: 0,
  /** It was tried and did not work: the server refused, is out of reach, or the question was answered with no. */
  failed: 1,
  /** The command line, a file or a field in it is not usable; nothing was changed. */
  usage: 2,
  /** Not logged in, or logged in and not allowed. */
  notAllowed: 3,
  notFound: 4,
  /** `agents apply --dry-run`, `migrate --status` or `rotate-keys --check` found something left to do. */
  findings: 5,
  /** Ended by Ctrl-C: 128 and the signal's number. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
