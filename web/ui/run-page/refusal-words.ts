import type { WeftError } from '#shared/run/errors.ts';

/** Why a run is not shown, and what whoever came for it can do. */
export function refusalWords(
  error: WeftError,
  fromFile: boolean,
): { readonly title: string; readonly text: string } {
  if (fromFile) return { title: 'This run is not in this browser', text: error.message };
  switch (error.code) {
    case 'link-ended':
      return {
        title: 'This link has ended',
        text: 'Whoever shared the run took the link back, or its time is over. Ask them for a new one.',
      };
    case 'not-found':
      return {
        title: 'This run is gone',
        text: 'It was deleted, or its time is over. Ask whoever shared it whether they kept it as a file.',
      };
    case 'not-allowed':
      return {
        title: 'This link does not open this run',
        text: 'It may be cut off or belong to another run. Copy it again in full, or ask for a new one.',
      };
    default:
      return { title: 'This run cannot be shown', text: error.message };
  }
}
