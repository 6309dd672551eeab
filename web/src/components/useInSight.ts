import { type RefObject, useEffect, useRef } from "react";

const CHOSEN = "[aria-selected=true], [aria-current=page]";

/** Sideways alone: the page stays where one has scrolled it. */
function showIn(frame: HTMLElement): void {
  const at = frame.querySelector(CHOSEN)?.getBoundingClientRect();
  if (!at) return;
  const { left, right } = frame.getBoundingClientRect();
  if (at.right > right) frame.scrollLeft += at.right - right;
  if (at.left < left) frame.scrollLeft -= left - at.left;
}

/**
 * Of choices that scroll sideways on a narrow window, the chosen one stays in sight, also when
 * what stands before it grows: a count arrives, say. `chosen` tells when it is another one.
 */
export function useInSight<E extends HTMLElement>(chosen: unknown): RefObject<E | null> {
  const box = useRef<E>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is marked then
  useEffect(() => {
    const frame = box.current;
    if (!frame) return;
    const grown = new ResizeObserver(() => showIn(frame));
    for (const one of frame.children) grown.observe(one); // tells of each at once, too
    return () => grown.disconnect();
  }, [chosen]);
  return box;
}
