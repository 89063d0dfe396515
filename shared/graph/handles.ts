import { LIMITS } from '../protocol/limits.ts';

/** What travels along a thread. The design language gives each a colour and a port shape. */
export const PORT_TYPES = ['text', 'image', 'persona', 'json', 'any'] as const;
export type PortType = (typeof PORT_TYPES)[number];

/** Handles that start with this take a persona; every other handle takes its port's type. */
export const ADAPTER_PREFIX = 'adapter-';

/** The kind of an edge comes from its target handle alone. */
export function isAdapterHandle(targetHandle: string): boolean {
  return targetHandle.startsWith(ADAPTER_PREFIX);
}

export function adapterHandle(index: number): string {
  return `${ADAPTER_PREFIX}${index}`;
}

/** Index of an adapter handle (`adapter-3` → 3); null for any other handle and for indices out of range. */
export function adapterIndex(handle: string): number | null {
  if (!isAdapterHandle(handle)) return null;
  const index = Number(handle.slice(ADAPTER_PREFIX.length));
  return Number.isInteger(index) && index >= 0 && index < LIMITS.adaptersPerNode ? index : null;
}

/** Why a thread from one port type to another is refused, in words for people; null when it fits. */
export function misfit(source: PortType, target: PortType): string | null {
  if (source === target || source === 'any' || target === 'any') return null;
  if (target === 'text' && source === 'json') return null; // JSON reads as text
  if (target === 'persona')
    return `This port takes a character. Pull the thread from a Consistent Character instead.`;
  if (source === 'persona') return `A character goes to a diamond port, not to a ${target} port.`;
  return `This port takes ${PORT_WORDS[target]}, the thread carries ${PORT_WORDS[source]}.`;
}

export const PORT_WORDS: { readonly [type in PortType]: string } = {
  text: 'text',
  image: 'a picture',
  persona: 'a character',
  json: 'JSON',
  any: 'anything',
};
