import type { Role } from '#shared/protocol/roles.ts';

/** What a role lets one do, in words. */
export const ROLE_WORDS: { readonly [role in Role]: { readonly you: string; readonly other: string } } = {
  owner: { you: 'You made this flow.', other: 'Owner' },
  editor: { you: 'You can change and run this flow.', other: 'Editor' },
  viewer: { you: 'You can watch. Ask for an editor link to change this flow.', other: 'Viewer' },
  'run-viewer': { you: 'You can watch one run.', other: 'Viewer' },
  'run-answerer': { you: 'You can watch one run and answer it.', other: 'Viewer' },
};

/** The six colours of people by name, for who does not see them. */
export const COLOURS = [
  { colour: 1, name: 'Jade' },
  { colour: 2, name: 'Heather' },
  { colour: 3, name: 'Rain' },
  { colour: 4, name: 'Moss' },
  { colour: 5, name: 'Orchid' },
  { colour: 6, name: 'Umber' },
] as const;
