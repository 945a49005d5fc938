export type Status = 'ok' | 'warning' | 'failed';

/** One line of what the doctor tells. */
export interface Finding {
  /** What was looked at: `database`, `openai key`. */
  check: string;
  status: Status;
  detail: string;
  /** What to do about it. */
  remedy?: string;
}

export const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail });
export const warning = (check: string, detail: string, remedy: string): Finding => ({
  check,
  status: 'warning',
  detail,
  remedy,
});
export const failed = (check: string, detail: string, remedy: string): Finding => ({
  check,
  status: 'failed',
  detail,
  remedy,
});
