/**
 * Ids of nodes that an iteration made: `<template>@<i>`, inside of iterations `<template>@<i>.<j>`; the outermost
 * container's iteration stands first. Iterations count from 0.
 */
export interface IterationId {
  /** Id of the node in the document. */
  readonly template: string;
  /** Empty for a node that is in no container. */
  readonly path: readonly number[];
}

const PATTERN = /^(.+)@(\d{1,6}(?:\.\d{1,6}){0,7})$/s;

export function iterationId(template: string, path: readonly number[]): string {
  return path.length === 0 ? template : `${template}@${path.join('.')}`;
}

/** What an id says; whether there is such a template is the caller's to know. */
export function parseIterationId(id: string): IterationId {
  const parts = id.includes('@') ? PATTERN.exec(id) : null;
  return parts === null
    ? { template: id, path: [] }
    : { template: parts[1] ?? id, path: (parts[2] ?? '').split('.').map(Number) };
}
