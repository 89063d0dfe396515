import type { Attachment } from 'svelte/attachments';

/** How far outside the window something is about to be seen. */
const ROOM = '240px';

const listeners = new WeakMap<Element, (isNear: boolean) => void>();
let observer: IntersectionObserver | null = null;

/** Tells whether an element is in the window or close to it, each time that changes. One observer for all. */
export function nearWindow(tell: (isNear: boolean) => void): Attachment<Element> {
  return (element) => {
    observer ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
      },
      { rootMargin: ROOM },
    );
    listeners.set(element, tell);
    observer.observe(element);
    return () => {
      observer?.unobserve(element);
      listeners.delete(element);
    };
  };
}
