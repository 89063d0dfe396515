import type { NodeDisplayStatus } from '../status/node-status.ts';
import type { IconName } from './icons.ts';

export type ToastAction = { readonly label: string; readonly run: () => void };
export type NewToast = {
  /** Chooses hue and icon; idle when left out. */
  readonly status?: NodeDisplayStatus | undefined;
  readonly icon?: IconName | undefined;
  /** What happened, in strong type: "Portuguese failed." */
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: ToastAction | undefined;
  /** null: stays until it is closed. Default 6,000; 10,000 with an action. */
  readonly durationInMs?: number | null | undefined;
};
export type Toast = NewToast & { readonly id: number; readonly durationInMs: number | null };

export type Toasts = {
  /** Newest last. */
  readonly items: readonly Toast[];
  /** Returns the toast's id. Above four, the oldest goes. */
  readonly show: (toast: NewToast) => number;
  readonly dismiss: (id: number) => void;
};

const MAX_TOASTS = 4;

/** The toasts of one page. Time belongs to ToastRegion, which counts only while nobody reads or focuses them. */
export function createToasts(): Toasts {
  let items = $state.raw<readonly Toast[]>([]);
  let lastId = 0;
  return Object.freeze({
    get items() {
      return items;
    },
    show(toast: NewToast) {
      lastId += 1;
      const durationInMs =
        toast.durationInMs === undefined ? (toast.action ? 10_000 : 6_000) : toast.durationInMs;
      items = [...items, { ...toast, id: lastId, durationInMs }].slice(-MAX_TOASTS);
      return lastId;
    },
    dismiss(id: number) {
      items = items.filter((toast) => toast.id !== id);
    },
  });
}
