/**
 * Svelte Flow takes its wheel listener off and puts it on again whenever the viewport moves. For the browser each is a
 * new place where scrolling may be held up, and everything inside is painted anew: a third of the work of a pan frame.
 * Here the element keeps one listener of its own that calls whichever was put on last.
 * @param element of Svelte Flow that hears the wheel. Other listeners, passive ones included, are left alone.
 */
export function keepWheelSteady(element: EventTarget): void {
  const add = element.addEventListener.bind(element);
  const remove = element.removeEventListener.bind(element);
  let held: EventListenerOrEventListenerObject | null = null;
  let isHeard = false;

  const hear = (event: Event) => {
    if (typeof held === 'function') held.call(element, event);
    else held?.handleEvent(event);
  };

  element.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ) => {
    const mayHoldUp = typeof options === 'object' && options.passive === false;
    if (type !== 'wheel' || !mayHoldUp || held !== null) return add(type, listener, options);
    held = listener;
    if (!isHeard) add('wheel', hear, { passive: false });
    isHeard = true;
  };
  element.removeEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ) => {
    if (type === 'wheel' && listener !== null && listener === held) held = null;
    else remove(type, listener, options);
  };
}
