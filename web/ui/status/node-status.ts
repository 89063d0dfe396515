import type { IconName } from '../kit/icons.ts';

/** How a node can look. docs/spec maps the run log's words onto these. */
export const NODE_DISPLAY_STATUSES = [
  'idle',
  'queued',
  'running',
  'streaming',
  'done',
  'cached',
  'failed',
  'skipped',
  'waiting',
  'paused',
  'stale',
  'unbilled',
  'stopped',
  'retrying',
] as const;

export type NodeDisplayStatus = (typeof NODE_DISPLAY_STATUSES)[number];

export type NodeStatusLook = {
  /** The chip's word: nine characters at most. */
  readonly word: string;
  readonly icon: IconName;
  /** Names the tokens `--st-<key>` and `--st-<key>-soft`, and the value of `data-status`. */
  readonly cssKey: string;
  /** A quiet state rests: no coloured outline, nothing moves, nothing is announced assertively. */
  readonly quiet: boolean;
  /** What the state means, as a whole sentence for tooltips and legends. */
  readonly description: string;
};

function look(
  cssKey: NodeDisplayStatus,
  word: string,
  icon: IconName,
  manner: 'quiet' | 'raised',
  description: string,
): NodeStatusLook {
  return Object.freeze({ cssKey, word, icon, quiet: manner === 'quiet', description });
}

/** Icon, word and stitch pattern always travel together; hue is never the only sign. */
export const NODE_STATUS: { readonly [status in NodeDisplayStatus]: NodeStatusLook } = Object.freeze({
  idle: look('idle', 'Idle', 'circle-dashed', 'quiet', 'Not part of a run.'),
  queued: look('queued', 'Queued', 'clock-3', 'quiet', 'Waits for its input or for a free slot.'),
  running: look('running', 'Running', 'loader-circle', 'raised', 'Sent. Nothing has come back yet.'),
  streaming: look('streaming', 'Writing', 'pen-line', 'raised', 'Text is arriving.'),
  done: look('done', 'Done', 'check', 'quiet', 'Finished in this run.'),
  cached: look(
    'cached',
    'Cached',
    'copy-check',
    'quiet',
    'Same inputs as before. The result was reused at no cost.',
  ),
  failed: look('failed', 'Failed', 'octagon-x', 'raised', 'Ended with an error. The node says why.'),
  skipped: look(
    'skipped',
    'Skipped',
    'circle-slash',
    'quiet',
    'An earlier step failed, or this branch was not taken.',
  ),
  waiting: look('waiting', 'Waiting', 'hand', 'raised', 'A person must decide.'),
  paused: look('paused', 'Paused', 'pause', 'quiet', 'Held. Text on its way still lands.'),
  stale: look('stale', 'Stale', 'history', 'quiet', 'Its inputs changed since this result.'),
  unbilled: look(
    'unbilled',
    'Billed?',
    'receipt-text',
    'raised',
    'Sent, outcome unknown. It may be charged.',
  ),
  stopped: look('stopped', 'Stopped', 'circle-stop', 'quiet', 'Stopped by a person before it was finished.'),
  retrying: look(
    'retrying',
    'Retrying',
    'refresh-cw',
    'raised',
    'The last try failed. The next one starts by itself.',
  ),
});

/** A node as a screen reader says it: "Market story, Story Teller, writing". */
export function spokenNode(node: {
  name: string;
  kind: string;
  status: NodeDisplayStatus;
  word?: string;
}): string {
  return `${node.name}, ${node.kind}, ${(node.word ?? NODE_STATUS[node.status].word).toLowerCase()}`;
}
