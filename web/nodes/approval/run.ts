import type { JsonObject } from '#shared/json.ts';
import type { ApprovalOutcome } from '#shared/run/approval.ts';
import type { BlobRef } from '#shared/run/output.ts';
import { failNode, guidanceWith, skipNode, waitingOf } from '../../node-kit/ask-people.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner, type RunContext } from '../../node-kit/types.ts';

/** One question. What comes in goes on when it is approved, or what a person made of it. */
export const run: NodeRunner = async (context) => {
  const { config, inputs } = context;
  const images = picturesOf(context);
  const { text } = inputs;
  if (text.trim() === '' && images.length === 0)
    throw missingInput('text-in', 'Nothing came in to be approved. Look at the nodes before this one.');
  const answer = await context.ask({
    kind: 'approval',
    title: configText(config, 'title'),
    message: configText(config, 'message'),
    ...{ text, images, form: null, options: optionsOf(config, text) },
    mustExplain: config['mustExplain'] === true,
    ...waitingOf(config, { reject: 'reject', approve: 'approve', skip: 'skip', abort: 'abort' }),
  });
  const [image] = images;
  const picture = image === undefined ? {} : { image };
  switch (answer.outcome) {
    case 'approve':
      return { ...(text === '' ? {} : { text }), ...picture, ...guidanceWith(context, answer) };
    case 'edit':
      return { text: answer.text ?? text, ...picture, ...guidanceWith(context, answer) };
    case 'reject':
      return configText(config, 'onReject') === 'skip'
        ? skipNode(answer, 'Rejected')
        : failNode(answer, 'Rejected');
    case 'skip':
      return skipNode(answer, 'Left out');
    default:
      // The room has stopped the run, or the steps before run again: this round comes to nothing either way.
      return failNode(answer, 'Sent back');
  }
};

function optionsOf(config: JsonObject, text: string): readonly ApprovalOutcome[] {
  const may = (key: string, outcome: ApprovalOutcome): readonly ApprovalOutcome[] =>
    config[key] === true ? [outcome] : [];
  return [
    'approve',
    'reject',
    ...(text === '' ? [] : may('allowEdit', 'edit')),
    ...may('allowRedo', 'redo'),
    ...may('allowRetry', 'retry'),
    ...may('allowSkip', 'skip'),
    ...may('allowAbort', 'abort'),
  ];
}

/** Of the picture port, else of the text port, where a node brings both. */
function picturesOf({ inputs }: RunContext): readonly BlobRef[] {
  const at = (handle: string) => inputs.at(handle).flatMap(({ image }) => image ?? []);
  const own = at('image-in');
  return own.length > 0 ? own : at('text-in');
}
