import type { FlowDocument } from '#shared/graph/document.ts';

/** Sections of the home page, in this order. */
export const TEMPLATE_GROUPS = ['Books', 'Translation', 'Prompts', 'Research', 'Work'] as const;
export type TemplateGroup = (typeof TEMPLATE_GROUPS)[number];

/** A flow to start from. Whoever opens one gets a copy under an id of its own. */
export interface FlowTemplate {
  /** Name in addresses and tests. */
  readonly slug: string;
  readonly title: string;
  /** One or two short sentences for the card. */
  readonly about: string;
  readonly group: TemplateGroup;
  readonly document: FlowDocument;
}
