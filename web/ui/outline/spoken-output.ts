import type { NodeView } from '../../state/run/node-view.svelte.ts';

/** As much of an output as is read aloud in one go. */
const MOST_CHARACTERS = 2_000;

/** An output as one message of a live region; why there is none when there is none. */
export function spokenOutput(
  name: string,
  view: Pick<NodeView, 'text' | 'streaming' | 'status' | 'error'>,
): string {
  if (view.text === '') {
    const why = view.status === 'failed' || view.status === 'skipped' ? view.error?.message : undefined;
    return `${name} has no output yet. ${why ?? 'Run the flow to get one.'}`;
  }
  const whole = view.text.length <= MOST_CHARACTERS;
  const shown = whole ? view.text : `${view.text.slice(0, MOST_CHARACTERS)}… The rest is in the inspector.`;
  return `${name}${view.streaming ? ', so far' : ''}: ${shown}`;
}
