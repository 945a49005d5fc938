import { useEffect, useState } from 'react';

/** A section counts as reached so far before it stands where its link brings it. */
const READING_AHEAD_PX = 28;

/** The id of the section that is read at the moment: the last one whose start has come up to the reading line. */
export function useVisibleSection(ids: readonly string[]): string | undefined {
  const [visible, setVisible] = useState(ids[0]);
  useEffect(() => {
    let asked = 0;
    const look = (): void => {
      asked = 0;
      const sections = ids.flatMap((id) => document.getElementById(id) ?? []);
      const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2 && scrollY > 0;
      const reached = sections.findLast(
        (section) =>
          section.getBoundingClientRect().top <=
          Number.parseFloat(getComputedStyle(section).scrollMarginTop) + READING_AHEAD_PX,
      );
      setVisible((atEnd ? sections.at(-1) : (reached ?? sections[0]))?.id);
    };
    const onScroll = (): void => {
      asked ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', onScroll, { passive: true });
    addEventListener('resize', onScroll);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', onScroll);
      removeEventListener('resize', onScroll);
    };
  }, [ids]);
  return visible;
}
