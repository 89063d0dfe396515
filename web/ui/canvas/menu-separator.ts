import type { MenuItem } from '../kit/menu-item.ts';

/** @param id of its own among the rows of one menu */
export const separator = (id: string): MenuItem => ({ type: 'separator', id });
