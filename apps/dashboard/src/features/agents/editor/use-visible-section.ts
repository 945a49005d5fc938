import { useEffect, useState } from 'react';

/** Below this distance from the top of the window a section counts as reached. */
const READING_LINE_PX = 140;

/** The id of the section that is read at the moment: the last one whose start has come up to the reading line. */
export function useVisibleSection(ids: readonly string[]): string | undefined {
  const [visible, setVisible] = useState(ids[0]);
  useEffect(() => {
    let asked = 0;
    const look = (): void => {
      asked = 0;
      const sections = ids.flatMap((id) => document.getElementById(id) ?? []);
      const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2 && scrollY > 0;
      const reached = sections.findLast((section) => section.getBoundingClientRect().top <= READING_LINE_PX);
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
