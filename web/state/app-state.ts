import type { Result } from '#shared/result.ts';
import type { NodeDisplayStatus } from '#shared/run/select.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { Characters } from './characters/characters.ts';
import type { Commands } from './commands.svelte.ts';
import type { Flows } from './flows.svelte.ts';
import type { KeyRing } from './keys/key-ring.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { Providers } from './providers.svelte.ts';
import type { Router } from './router.svelte.ts';
import type { Session } from './session.svelte.ts';
import type { SubflowLibrary } from './subflows/subflow-library.svelte.ts';
import type { Theme } from './theme.svelte.ts';

/** A short message at the edge of the screen; what the kit's toasts take. */
export interface ToastWish {
  readonly status?: NodeDisplayStatus | undefined;
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** null = until it is closed. */
  readonly durationInMs?: number | null | undefined;
}

/** What every screen has; made once by main.ts. */
export interface AppState {
  readonly theme: Theme;
  readonly preferences: Preferences;
  readonly session: Session;
  readonly providers: Providers;
  readonly flows: Flows;
  readonly commands: Commands;
  readonly router: Router;
  /** Takes in a run from a file; the address at which it is shown. */
  readonly openRunFile: (
    text: string,
  ) => Promise<
    { readonly ok: true; readonly href: string } | { readonly ok: false; readonly error: WeftError }
  >;
  /** One's own characters; fetched when first asked for. */
  readonly characters: () => Promise<Characters>;
  /** One's own subflows; fetched when first asked for. */
  readonly subflows: () => Promise<SubflowLibrary>;
  /** This browser's provider keys; fetched when first asked for. */
  readonly keyRing: () => Promise<KeyRing>;
  /** Deletes one of this browser's own flows at the relay too, with all that belongs to it. */
  readonly removeForAll: (flowId: string) => Promise<Result<null>>;
  readonly toasts: { show(toast: ToastWish): number; dismiss(id: number): void };
}
