import type { PortType } from '#shared/graph/handles.ts';
import { NODE_GROUPS, NODE_GROUP_TITLES, type NodeDefinition } from '../../node-kit/types.ts';
import type { CommandGroup, CommandItem } from '../kit/command-item.ts';
import { isIconName } from '../kit/icons.ts';

/** What a group begins with, in the order of a flow's making; the others follow by name. */
const FIRST = [
  'initialPrompt',
  'llm',
  'storyTeller',
  'imageGenerator',
  'approval',
  'condition',
  'textOutput',
];
/** A subflow is made of steps that there are, or comes from those that were saved: an empty one has no ports. */
const EMPTY = 'subflow';
const rank = ({ type }: NodeDefinition) => FIRST.indexOf(type) + 1 || FIRST.length + 1;

/** The node types of a list, by group in the palette's order; groups without types are left out. */
export function paletteGroups(definitions: readonly NodeDefinition[]): readonly CommandGroup[] {
  return NODE_GROUPS.map((group) => ({
    id: group,
    label: NODE_GROUP_TITLES[group],
    items: definitions
      .filter((definition) => definition.group === group && definition.type !== EMPTY)
      .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title))
      .map(paletteItem),
  })).filter((group) => group.items.length > 0);
}

function paletteItem(definition: NodeDefinition): CommandItem {
  return {
    id: definition.type,
    label: definition.title,
    icon: isIconName(definition.icon) ? definition.icon : 'circle-dashed',
    keywords: `${definition.keywords.join(' ')} ${definition.about}`,
    ports: paletteShapes(definition),
  };
}

/** The shapes at a row's end: what goes in, what comes out; at most one of each. */
function paletteShapes(definition: NodeDefinition): readonly PortType[] {
  const { inputs, outputs } = definition.ports({});
  return [inputs[0], outputs[0]].flatMap((port) => (port === undefined ? [] : [port.type]));
}
