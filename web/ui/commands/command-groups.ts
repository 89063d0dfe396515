import type { CommandGroup } from '../kit/command-item.ts';
import { isIconName } from '../kit/icons.ts';

interface ListedCommand {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly icon?: string | undefined;
  /** Why it cannot be done now, where that is worth a row. */
  readonly disabledReason?: string | undefined;
}

/** Headings of the palette and the help, in this order. */
export const COMMAND_GROUP_TITLES: { readonly [group: string]: string } = {
  run: 'Run',
  add: 'Add',
  edit: 'Edit',
  arrange: 'Arrange',
  view: 'View',
  file: 'Flow',
  help: 'Help',
};

/** Prefix of a command's id in the palette, so that nodes, flows and templates can share one list. */
export const COMMAND_PREFIX = 'command:';

/** Commands as groups of the palette; what cannot be done now is left out by the caller. */
export function commandGroups(
  commands: readonly ListedCommand[],
  keys: (id: string) => string,
): CommandGroup[] {
  return Object.entries(COMMAND_GROUP_TITLES).flatMap(([group, label]) => {
    const items = commands
      .filter((command) => command.group === group && command.id !== 'palette')
      .map((command) => {
        const shortcut = keys(command.id);
        return {
          id: `${COMMAND_PREFIX}${command.id}`,
          label: command.label,
          ...(command.icon !== undefined && isIconName(command.icon) ? { icon: command.icon } : {}),
          ...(shortcut ? { shortcut } : {}),
          ...(command.disabledReason ? { disabledReason: command.disabledReason } : {}),
        };
      });
    return items.length > 0 ? [{ id: group, label, items }] : [];
  });
}
