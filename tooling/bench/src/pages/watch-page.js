// Runs in the browser before the page's own scripts, and tells when a page shows its data.

/** A page that is there may find that something else is to be loaded: it has to stay as it is for so long, in ms. */
const SETTLED_MS = 400;
const PATIENCE_MS = 30_000;
const WAITS = '[aria-busy="true"], .animate-spin';

globalThis.pageWatch = {
  /** The address changes before the page does: the heading of the one that is left is marked. */
  isReady() {
    const main = document.querySelector('main');
    const heading = main?.querySelector('h1');
    return Boolean(heading) && heading.dataset.left === undefined && main.querySelector(WAITS) === null;
  },
  /** The time, on the page's clock, from which on it shows its data. */
  async ready() {
    const end = performance.now() + PATIENCE_MS;
    let since = null;
    for (;;) {
      const now = await new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
      if (!this.isReady()) since = null;
      else since ??= now;
      if (since !== null && now - since > SETTLED_MS) return since;
      if (now > end) throw new Error(`${location.pathname} did not show its data`);
    }
  },
  /** Goes to a page as a link does, and returns how long it took until its data could be seen, in ms. */
  async visit(path) {
    document.querySelector('main h1').dataset.left = '';
    const began = performance.now();
    history.pushState(null, '', path);
    return (await this.ready()) - began;
  },
  /** The pages and their tabs that this one links to. */
  links: () =>
    [...document.querySelectorAll('a[href]')].map(({ href }) => {
      const { pathname, searchParams } = new URL(href);
      return searchParams.has('tab') ? `${pathname}?tab=${searchParams.get('tab')}` : pathname;
    }),
};
