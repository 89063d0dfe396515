import { createContext } from 'svelte';
import type { AppState } from './app-state.ts';
import type { FlowSession } from './flow-session.svelte.ts';

/** Set by App, read by every screen. */
export const [getApp, setApp] = createContext<AppState>();

/** The open flow; set round the editor, read inside it. */
export const [getFlow, setFlow] = createContext<FlowSession>();
