/** Longer than it takes to fetch a list; a key is never kept from the page for good. */
const LONGEST_WAIT_MS = 4_000;
const FIELD = '[role="dialog"] [role="combobox"]';

/**
 * Keeps what is typed before a list that is still being fetched has its field, and puts it in there. Esc gives it up:
 * `cancel` is called. Call it when the list is asked for.
 */
export function keepEarlyKeys(cancel: () => void): void {
  let text = '';
  let chooses = false;

  function onkeydown(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === 'Escape') {
      stop();
      cancel();
    } else if (key === 'Backspace') text = text.slice(0, -1);
    else if (key === 'Enter') chooses = true;
    else if (key.length === 1) text += key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function onfocusin({ target }: FocusEvent): void {
    if (!(target instanceof HTMLInputElement) || !target.matches(FIELD)) return;
    stop();
    if (text === '') return;
    target.value = text;
    target.dispatchEvent(new InputEvent('input', { bubbles: true }));
    if (chooses)
      requestAnimationFrame(() =>
        target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })),
      );
  }

  function stop(): void {
    clearTimeout(timer);
    removeEventListener('keydown', onkeydown, true);
    removeEventListener('focusin', onfocusin, true);
  }

  const timer = setTimeout(stop, LONGEST_WAIT_MS);
  addEventListener('keydown', onkeydown, true);
  addEventListener('focusin', onfocusin, true);
}
