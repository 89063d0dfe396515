/**
 * A tooltip as an attachment: no component and no listener on the page for each of hundreds of buttons. The one bubble
 * lives in the browser's top layer, so it shows above dialogs. It repeats or shortens what the element's name and
 * description say; it never holds the only copy of something a person needs.
 */
import type { Attachment } from 'svelte/attachments';
import { browserPlatform, shortcutKeys } from './shortcut.ts';

export type TooltipSide = 'top' | 'bottom' | 'left' | 'right';
export type TooltipContent = {
  /** Empty: no tooltip. */
  readonly text: string;
  readonly shortcut?: string | undefined;
  readonly side?: TooltipSide | undefined;
};

const DELAY_IN_MS = 450;
const GAP_IN_PX = 7;
const MARGIN_IN_PX = 6;

/** Shows `content()` after a short rest of the pointer, at once on keyboard focus; Esc, a press or leaving hides it. */
export function tooltip(content: () => TooltipContent): Attachment<Element> {
  return (anchor) => {
    let bubble: HTMLElement | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const show = () => {
      const { text, shortcut, side = 'bottom' } = content();
      if (text === '' || bubble !== null || !anchor.isConnected) return;
      bubble = createBubble(text, shortcut);
      bubble.addEventListener('pointerleave', hide);
      document.addEventListener('keydown', onKey, true);
      const target = getComputedStyle(anchor).display === 'contents' ? anchor.firstElementChild : anchor;
      place(bubble, (target ?? anchor).getBoundingClientRect(), side);
    };
    const hide = () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey, true);
      bubble?.remove();
      bubble = null;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    const onEnter = (event: Event) => {
      if ((event as PointerEvent).pointerType === 'touch') return;
      clearTimeout(timer);
      timer = setTimeout(show, DELAY_IN_MS);
    };
    // The pointer may move onto the bubble to read it (WCAG 1.4.13).
    const onLeave = (event: Event) => {
      if (bubble !== null && bubble === (event as PointerEvent).relatedTarget) return;
      hide();
    };
    const onFocus = (event: Event) => {
      if ((event.target as Element).matches(':focus-visible')) show();
    };

    const listeners: readonly [string, (event: Event) => void][] = [
      ['pointerover', onEnter],
      ['pointerout', onLeave],
      ['pointerdown', hide],
      ['focusin', onFocus],
      ['focusout', hide],
    ];
    for (const [type, listener] of listeners) anchor.addEventListener(type, listener);
    return () => {
      hide();
      for (const [type, listener] of listeners) anchor.removeEventListener(type, listener);
    };
  };
}

function createBubble(text: string, shortcut: string | undefined): HTMLElement {
  const bubble = document.createElement('div');
  bubble.className = 'weft-tooltip';
  bubble.setAttribute('aria-hidden', 'true'); // the element's own name and description say the same
  bubble.append(text);
  for (const key of shortcut === undefined ? [] : shortcutKeys(shortcut, browserPlatform())) {
    const cap = document.createElement('kbd');
    cap.textContent = key;
    bubble.append(cap);
  }
  document.body.append(bubble);
  if ('showPopover' in bubble) {
    bubble.popover = 'manual';
    bubble.showPopover();
  }
  return bubble;
}

function place(bubble: HTMLElement, anchor: DOMRect, side: TooltipSide): void {
  const { width, height } = bubble.getBoundingClientRect();
  const centre = { x: anchor.x + (anchor.width - width) / 2, y: anchor.y + (anchor.height - height) / 2 };
  const below = anchor.bottom + GAP_IN_PX;
  const above = anchor.top - GAP_IN_PX - height;
  const fitsBelow = below + height <= innerHeight - MARGIN_IN_PX;
  const at = {
    bottom: { x: centre.x, y: fitsBelow ? below : above },
    top: { x: centre.x, y: above >= MARGIN_IN_PX ? above : below },
    left: { x: anchor.left - GAP_IN_PX - width, y: centre.y },
    right: { x: anchor.right + GAP_IN_PX, y: centre.y },
  }[side];
  const clamp = (value: number, size: number, room: number) =>
    Math.max(MARGIN_IN_PX, Math.min(value, room - size - MARGIN_IN_PX));
  bubble.style.left = `${clamp(at.x, width, innerWidth)}px`;
  bubble.style.top = `${clamp(at.y, height, innerHeight)}px`;
}
