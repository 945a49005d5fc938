// Runs before anything is painted, so that no page flashes in the wrong theme or another company's colors, and that who is
// signed in sees the shell's outline first.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage is disabled: the system's theme and the served brand do.
    }
  };
  const theme = read('leadlock.theme') ?? 'system';
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', dark);
  const isOpenPage = /^\/app\/(sign-|forgot-password|reset-password|accept-invite|verify-email)/.test(
    location.pathname,
  );
  root.classList.toggle('signed-in', read('leadlock.session') !== null && !isOpenPage);
  // What the api has put into the page is newer than what was kept, and may be another agency's.
  if (document.getElementById('brand') !== null) return;
  try {
    const { brand, style } = JSON.parse(read('leadlock.brand') ?? '{}');
    for (const [name, value] of Object.entries(style ?? {})) root.style.setProperty(name, value);
    if (brand?.name) document.title = brand.name;
    if (brand?.faviconUrl) document.querySelector('link[rel="icon"]').href = brand.faviconUrl;
  } catch {
    // What is stored is not ours: the product's brand stays.
  }
})();
