import type { AppState } from '../../state/app-state.ts';
import type { Character } from '../../state/characters/character.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';
import { commandGroups } from '../commands/command-groups.ts';
import type { CommandGroup } from '../kit/command-item.ts';
import { isIconName } from '../kit/icons.ts';
import type { SubflowCommand } from '../subflows/subflow-commands.ts';

/** Prefix of a step's id in the palette. */
export const NODE_PREFIX = 'node:';

/** Prefix of the id of a character of one's own. */
export const CHARACTER_PREFIX = 'character:';

/** As far as they are fetched. */
export interface SubflowRows {
  readonly commands: readonly SubflowCommand[];
  readonly groups: readonly CommandGroup[];
}

interface PaletteWish {
  readonly open: 'commands' | 'find';
  /** As far as they are fetched. */
  readonly characters: readonly Character[];
  readonly subflows: SubflowRows;
  /** There are two runs to compare. */
  readonly compares: boolean;
}

/** Of the library of characters. */
export const KEEP_CHARACTER = 'save-character';

/** The newest run beside the one before it. */
export const COMPARE_RUNS = 'compare-runs';
const COMPARE = { id: COMPARE_RUNS, label: 'Compare two runs…', group: 'run', icon: 'columns-2' } as const;

/** What can be done with the one selected step, by no key. */
const forSelected = ({ selection }: FlowEditor) =>
  selection?.type === 'consistentCharacter'
    ? [{ id: KEEP_CHARACTER, label: 'Save to my characters', group: 'edit', icon: 'user-round' }]
    : [];

/** What the palette lists: commands and the flow's steps, or the steps alone with the words in them. */
export function paletteOf(
  app: AppState,
  editor: FlowEditor,
  { open, characters, subflows, compares }: PaletteWish,
): CommandGroup[] {
  const steps: CommandGroup = {
    id: 'steps',
    label: open === 'find' ? '' : 'Steps',
    items: editor.document.nodes.map((node) => {
      const definition = editor.definition(node.type);
      const words = Object.values(node.config).filter((value) => typeof value === 'string');
      return {
        id: `${NODE_PREFIX}${node.id}`,
        label: editor.nameOf(node.id),
        detail: definition?.title ?? node.type,
        keywords: words.join(' ').slice(0, 4_000),
        ...(definition && isIconName(definition.icon) ? { icon: definition.icon } : {}),
      };
    }),
  };
  if (open === 'find') return [steps];
  const own: CommandGroup = {
    id: 'characters',
    label: 'My characters',
    items: (editor.readOnly ? [] : characters).map(({ id, name, description }) => ({
      id: `${CHARACTER_PREFIX}${id}`,
      label: `Add ${name}`,
      icon: 'user-round',
      keywords: `character ${description.slice(0, 400)}`,
    })),
  };
  const commands = [
    ...app.commands.available,
    ...(compares ? [COMPARE] : []),
    ...forSelected(editor),
    ...subflows.commands,
  ];
  const named = subflows.groups.map((group) => ({
    ...group,
    items: group.items.map((item) => ({ ...item, label: `Add ${item.label}` })),
  }));
  return [...commandGroups(commands, app.commands.keys), own, ...named, steps];
}
