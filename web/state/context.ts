import { createContext } from 'svelte';
import type { AppState } from './app-state.ts';
import type { FlowSession } from './flow-session.svelte.ts';
import type { RunPage } from './replay/run-page.svelte.ts';

/** Set by App, read by every screen. */
export const [getApp, setApp] = createContext<AppState>();

/** The open flow; set round the editor, read inside it. */
export const [getFlow, setFlow] = createContext<FlowSession>();

/** The run that has the page to itself; set round its screen, read inside it. */
export const [getRunPage, setRunPage] = createContext<RunPage>();
