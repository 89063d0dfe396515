import type { WeftError } from '#shared/run/errors.ts';

/** Why a flow could not be opened, and what to do. */
export function openingWords(error: WeftError | null): { readonly title: string; readonly text: string } {
  switch (error?.code) {
    case 'link-ended':
      return {
        title: 'This link has ended',
        text: 'Its owner ended it, or its time is over. Ask for a new one.',
      };
    case 'not-found':
      return {
        title: 'There is no flow at this address',
        text: 'The link may be cut off, or the flow was deleted. Copy the link again in full.',
      };
    case 'not-allowed':
      return {
        title: 'This link does not open the flow',
        text: 'It may be cut off, ended by its owner, or made for one run only. Ask for a new one.',
      };
    case 'protocol-version':
      return { title: 'This page is out of date', text: 'Reload it, and the flow opens.' };
    default:
      return {
        title: 'This flow could not be opened',
        text: 'Reload the page. If it happens again, this browser may have lost its storage.',
      };
  }
}
