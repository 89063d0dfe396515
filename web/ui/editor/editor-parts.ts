import type { Component } from 'svelte';

/** The panels round the canvas: each a chunk of its own, so that the canvas does not wait for them. */
type Load = () => Promise<{ readonly default: Component }>;
const LOADERS = import.meta.glob<{ readonly default: Component }>([
  '../run/{TopBar,Drawer,PhoneView,RunAnnouncer}.svelte',
  '../inspector/Inspector.svelte',
  '../outline/Outline.svelte',
]);

const PATHS = {
  TopBar: '../run/TopBar.svelte',
  Drawer: '../run/Drawer.svelte',
  PhoneView: '../run/PhoneView.svelte',
  RunAnnouncer: '../run/RunAnnouncer.svelte',
  Inspector: '../inspector/Inspector.svelte',
  Outline: '../outline/Outline.svelte',
} as const;

export type EditorPartName = keyof typeof PATHS;

/** What fetches a panel; the same for the same name. */
export function editorPart(name: EditorPartName): Load {
  const load = LOADERS[PATHS[name]];
  if (load === undefined) throw new Error(`There is no panel ${name}.`);
  return load;
}
