import { createContext } from 'svelte';
import type { Toasts } from './toasts.svelte.ts';

/** Set once by the app's root; read by whoever has something to say. */
export const [getToasts, setToasts] = createContext<Toasts>();
