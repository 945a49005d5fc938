const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Seconds as a clock for under an hour, in words above: 83 → "1:23", 3720 → "1 h 2 min". Nothing → "—". */
export const formatDuration = (seconds: number | null | undefined): string => {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '—';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 3600) return `${Math.floor(whole / 60)}:${twoDigits(whole % 60)}`;
  const minutes = Math.floor((whole % 3600) / 60);
  return minutes === 0 ? `${Math.floor(whole / 3600)} h` : `${Math.floor(whole / 3600)} h ${minutes} min`;
};

/** Milliseconds of a delay: 85 → "85 ms", 1240 → "1.24 s". Nothing → "—". */
export const formatMilliseconds = (milliseconds: number | null | undefined): string => {
  if (milliseconds === null || milliseconds === undefined || Number.isNaN(milliseconds)) return '—';
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
};
