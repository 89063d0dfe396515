import type { PortType } from '#shared/graph/handles.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';
import type { IconName } from './icons.ts';

/** One row of a CommandList. `id` is unique over all groups. */
export type CommandItem = {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** Small words at the right: a price, "1 step". */
  readonly hint?: string | undefined;
  /** A second line under the label. */
  readonly detail?: string | undefined;
  /** Further words that find it, never shown. */
  readonly keywords?: string | undefined;
  readonly shortcut?: string | undefined;
  readonly status?: NodeDisplayStatus | undefined;
  readonly statusWord?: string | undefined;
  /** Port shapes at the right, joined by a thread when there are two. */
  readonly ports?: readonly PortType[] | undefined;
  readonly selected?: boolean | undefined;
  readonly disabledReason?: string | undefined;
};

export type CommandGroup = {
  readonly id: string;
  /** Empty for a group without a heading. */
  readonly label: string;
  readonly items: readonly CommandItem[];
};
