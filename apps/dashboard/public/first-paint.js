// Runs before anything is painted, so that no page flashes in the wrong theme or another company's colors.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage is switched off: the system's theme and the served brand do.
    }
  };
  const theme = read('leadlock.theme') ?? 'system';
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', dark);
  try {
    const style = JSON.parse(read('leadlock.brand') ?? 'null')?.style;
    for (const [name, value] of Object.entries(style ?? {})) root.style.setProperty(name, value);
  } catch {
    // What is stored is not ours: the served brand stays.
  }
})();
