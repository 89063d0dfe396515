/** Messages of the browser itself, for people who look elsewhere. Asked for by a click, never by the page. */
export type NotesState = 'missing' | 'default' | 'granted' | 'denied';

export function notesState(): NotesState {
  return typeof Notification === 'undefined' ? 'missing' : Notification.permission;
}

/** Asks the person; only from a click. */
export async function askForNotes(): Promise<NotesState> {
  return notesState() === 'missing' ? 'missing' : Notification.requestPermission();
}

/** Tells of a question while nobody looks at this page. A click on it comes back here. */
export function tellOutside(
  note: { readonly id: string; readonly title: string; readonly text: string },
  onclick: () => void,
): void {
  if (notesState() !== 'granted' || document.visibilityState === 'visible') return;
  try {
    const shown = new Notification(note.title, { body: note.text, tag: note.id });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onclick();
    };
  } catch {
    // Browsers on phones take messages from service workers only: the badge and the title still tell.
  }
}
