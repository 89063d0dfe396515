import type { SharedRole } from '../../state/links-state.svelte.ts';
import type { IconName } from '../kit/icons.ts';

/** A kind of link as the dialog shows it. */
export interface LinkKind {
  readonly role: SharedRole;
  readonly icon: IconName;
  readonly title: string;
  /** What it allows. */
  readonly allows: string;
  /** Said when it was copied: what whoever gets it may do. */
  readonly copied: string;
}

/** Links of the flow itself; only its owner makes them. */
export const FLOW_LINK_KINDS: readonly LinkKind[] = [
  {
    role: 'editor',
    icon: 'pencil',
    title: 'Editor link',
    allows: 'Can change, run and approve. Runs spend from the keys granted to this flow.',
    copied: 'Whoever has it can change and run this flow.',
  },
  {
    role: 'viewer',
    icon: 'eye',
    title: 'Viewer link',
    allows: 'Watches edits and runs live. Cannot change anything.',
    copied: 'Whoever has it can watch this flow and its runs.',
  },
];

/** Links of one run. @param run as in "run 13" */
export function runLinkKinds(run: string): readonly LinkKind[] {
  const Run = `${run.charAt(0).toUpperCase()}${run.slice(1)}`;
  return [
    {
      role: 'run-viewer',
      icon: 'play',
      title: 'Run link',
      allows: `${Run} as it happened: outputs, prompts, timing, cost. Never keys.`,
      copied: `It shows ${run}: outputs, prompts, timing and cost. Never keys.`,
    },
    {
      role: 'run-answerer',
      icon: 'hand',
      title: 'Answer link',
      allows: `Shows ${run} as a run link does, and may answer its approvals and forms. Starts and changes nothing else.`,
      copied: `It shows ${run}, and whoever has it can answer its approvals.`,
    },
  ];
}

/** Titles by role, for links of other runs and links that have ended. */
export const LINK_TITLES = {
  owner: 'Owner link',
  editor: 'Editor link',
  viewer: 'Viewer link',
  'run-viewer': 'Run link',
  'run-answerer': 'Answer link',
} as const;

/** What a person is called who came by such a link. */
export const ROLE_NAMES = {
  owner: 'Owner',
  editor: 'Editor',
  viewer: 'Viewer',
  'run-viewer': 'Watches a run',
  'run-answerer': 'Answers a run',
} as const;
