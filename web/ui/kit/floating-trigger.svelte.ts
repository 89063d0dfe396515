import { createAttachmentKey } from 'svelte/attachments';

interface FloatingState {
  readonly popup: 'menu' | 'dialog';
  readonly isOpen: () => boolean;
  readonly setOpen: (open: boolean) => void;
  /** The pointer or the focus has come near. */
  readonly wake: () => void;
}

/** A button that opens something floating, before the code of what floats is there. */
export interface FloatingTrigger {
  /** To be spread onto the button. */
  readonly props: Record<string, unknown>;
  readonly element: HTMLElement | null;
}

export function createFloatingTrigger({ popup, isOpen, setOpen, wake }: FloatingState): FloatingTrigger {
  let element = $state.raw<HTMLElement | null>(null);
  // Pressing outside closes what floats, and the button lies outside: its click must not open it again.
  let wasOpen = false;
  const attachment = createAttachmentKey();
  const props = $derived({
    'aria-haspopup': popup,
    'aria-expanded': isOpen(),
    'data-state': isOpen() ? 'open' : 'closed',
    onpointerenter: wake,
    onfocus: wake,
    onpointerdown: () => (wasOpen = isOpen()),
    onclick() {
      setOpen(!wasOpen && !isOpen());
      wasOpen = false;
    },
    onkeydown(event: KeyboardEvent) {
      if (popup !== 'menu' || event.key !== 'ArrowDown') return;
      event.preventDefault();
      setOpen(true);
    },
    [attachment]: (attached: HTMLElement) => void (element = attached),
  });
  return {
    get props() {
      return props;
    },
    get element() {
      return element;
    },
  };
}
