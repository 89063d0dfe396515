import type { JsonObject } from '#shared/json.ts';
import type { ToolCallPhase } from '#shared/run/agent.ts';
import type { IconName } from '../kit/icons.ts';
import { count, money } from '../run/format.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';
import type { ShownNow } from './transcript.ts';

const SHOWN_CHARACTERS = 80;

/** What a tool does with these arguments, as one short line: “Fetch https://…”. */
export function toolWords(tool: string, given: JsonObject | null): string {
  const say = (key: string): string => shorten(given?.[key]);
  switch (tool) {
    case 'read_input':
      return `Read input ${say('number')}`.trim();
    case 'read_note':
      return say('name') === '' ? 'Look which notes there are' : `Read the note “${say('name')}”`;
    case 'write_note':
      return `Note “${say('name')}”`;
    case 'ask_person':
      return 'Ask a person';
    case 'make_file':
      return `Write the file “${say('name')}”`;
    case 'fetch_url':
      return `Fetch ${say('url')}`.trim();
    default:
      return tool.startsWith('step_')
        ? `Run “${tool.slice(5).replaceAll('_', ' ')}”`
        : tool || 'A tool without a name';
  }
}

export function toolIcon(tool: string): IconName {
  switch (tool) {
    case 'ask_person':
      return 'hand';
    case 'make_file':
    case 'write_note':
      return 'file-text';
    case 'read_input':
    case 'read_note':
      return 'book-open';
    case 'fetch_url':
      return 'download';
    default:
      return 'play';
  }
}

/** How a tool call stands: the word and the look of a state. */
export const TOOL_STATES = {
  proposed: { word: 'Next', status: 'queued' },
  running: { word: 'At it', status: 'running' },
  done: { word: 'Done', status: 'done' },
  failed: { word: 'Failed', status: 'failed' },
  denied: { word: 'Denied', status: 'skipped' },
} as const satisfies {
  readonly [phase in ToolCallPhase]: { readonly word: string; readonly status: NodeDisplayStatus };
};

/** “Turn 2 · Fetch https://…”. */
export function nowWords(now: ShownNow): string {
  return `Turn ${now.turn} · ${actWords(now)}`;
}

function actWords(now: ShownNow): string {
  switch (now.act) {
    case 'waits':
      return 'Waits for the model';
    case 'thinks':
      return 'Thinks';
    case 'writes':
      return 'Writes';
    case 'uses':
      return toolWords(now.tool, now.arguments);
    default:
      return now satisfies never;
  }
}

export interface AgentUse {
  readonly turns: number;
  readonly tokens: number;
  readonly microUsd: number;
  /** Some call's price is not known, or one is open. */
  readonly costOpen: boolean;
}

/** What was used of what is allowed: “2 of 8 turns, 1,204 of 100,000 tokens, $0.0012 of $0.50”. */
export function limitWords(use: AgentUse, config: JsonObject): readonly string[] {
  const of = (value: string, limit: string | null, unit: string): string =>
    limit === null ? `${value}${unit}` : `${value} of ${limit}${unit}`;
  const [turns, tokens, dollars] = ['maxTurns', 'maxTokens', 'maxCost'].map((key) => numberOf(config[key]));
  return [
    of(
      count(use.turns),
      turns == null ? null : count(turns),
      use.turns === 1 && turns == null ? ' turn' : ' turns',
    ),
    of(count(use.tokens), tokens == null ? null : count(tokens), ' tokens'),
    of(money(use.microUsd, { open: use.costOpen }), dollars == null ? null : `$${dollars}`, ''),
  ];
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function shorten(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS - 1)}…`;
}
