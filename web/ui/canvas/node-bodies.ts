import type { Component } from 'svelte';
import type { JsonObject } from '#shared/json.ts';

/** The middle of a card, as a node type may bring it (web/nodes/README.md). */
export type NodeBodyComponent = Component<{ config: JsonObject; text: string | null }>;

const LOADERS = import.meta.glob<{ default: NodeBodyComponent }>('../../nodes/*/Body.svelte');

const loaded = new Map<string, Promise<NodeBodyComponent>>();

/** Loads a type's own body once; null when the type has none. */
export function loadNodeBody(type: string): Promise<NodeBodyComponent> | null {
  const load = LOADERS[`../../nodes/${type}/Body.svelte`];
  if (load === undefined) return null;
  const known = loaded.get(type);
  if (known) return known;
  const body = load().then((module) => module.default);
  loaded.set(type, body);
  return body;
}
