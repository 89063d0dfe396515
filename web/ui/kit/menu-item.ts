import type { IconName } from './icons.ts';

/** One row of a Menu or ContextMenu. `id` is unique within the menu. */
export type MenuItem =
  | {
      readonly type?: 'item';
      readonly id: string;
      readonly label: string;
      readonly icon?: IconName | undefined;
      readonly shortcut?: string | undefined;
      readonly danger?: boolean | undefined;
      /** Shows a check mark; the row is then a menuitemcheckbox. */
      readonly checked?: boolean | undefined;
      /** Why it cannot be chosen now; shown under the label. */
      readonly disabledReason?: string | undefined;
      readonly onselect: () => void;
    }
  | { readonly type: 'separator'; readonly id: string }
  | { readonly type: 'heading'; readonly id: string; readonly label: string }
  | {
      readonly type: 'submenu';
      readonly id: string;
      readonly label: string;
      readonly icon?: IconName | undefined;
      readonly items: readonly MenuItem[];
    };
