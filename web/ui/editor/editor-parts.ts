import type { Component } from 'svelte';

/** The panels round the canvas: each a chunk of its own, so that the canvas does not wait for them. */
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

const loaded = new Map<EditorPartName, Promise<Component | null>>();

/** Loads a panel once; null when this build has none of that name. */
export function loadEditorPart(name: EditorPartName): Promise<Component | null> {
  const known = loaded.get(name);
  if (known) return known;
  const load = LOADERS[PATHS[name]];
  const part = load === undefined ? Promise.resolve(null) : load().then((module) => module.default);
  loaded.set(name, part);
  return part;
}
