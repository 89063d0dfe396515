import { weftError } from '#shared/run/errors.ts';
import { waitingFields } from '../../node-kit/waiting-fields.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { IMAGE_IN, IMAGE_OUT } from '../../node-kit/picture-ports.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'approval',
  title: 'Approval',
  about: 'Waits until a person has looked at what comes in: approve, reject, change it or send it back.',
  group: 'steer',
  kind: 'task',
  icon: 'hand',
  keywords: ['approve', 'human', 'review', 'check', 'gate', 'reject', 'feedback', 'confirm', 'wait'],
  fields: [
    {
      key: 'title',
      label: 'Question',
      type: 'text',
      default: 'Is this good to go on?',
      maxLength: 200,
      required: true,
    },
    {
      key: 'message',
      label: 'What to look for',
      type: 'textarea',
      default: '',
      placeholder: 'Check names and dates.',
      maxLength: 8_000,
      face: 'prose',
    },
    { key: 'allowEdit', label: 'May change the text', type: 'boolean', default: true },
    {
      key: 'allowRedo',
      label: 'May send it back with feedback',
      help: 'The nearest steps before it that a model works on run again with the feedback in their prompts.',
      type: 'boolean',
      default: true,
    },
    { key: 'allowRetry', label: 'May have it tried again as it is', type: 'boolean', default: false },
    { key: 'allowSkip', label: 'May leave this branch out', type: 'boolean', default: false },
    { key: 'allowAbort', label: 'May stop the whole run', type: 'boolean', default: false },
    { key: 'mustExplain', label: 'Rejecting needs a reason', type: 'boolean', default: false },
    {
      key: 'onReject',
      label: 'When rejected',
      type: 'select',
      default: 'fail',
      options: [
        { value: 'fail', label: 'The step fails, what depends on it is skipped' },
        { value: 'skip', label: 'The branch is left out, the run is fine' },
      ],
    },
    ...waitingFields([
      { value: 'reject', label: 'It counts as rejected' },
      { value: 'approve', label: 'It counts as approved' },
      { value: 'skip', label: 'The branch is left out' },
      { value: 'abort', label: 'The run is stopped' },
    ]),
  ],
  ports: () => ({
    inputs: [{ ...TEXT_IN, required: false }, IMAGE_IN],
    outputs: [TEXT_OUT, IMAGE_OUT],
  }),
  outputKeys: ['text', 'image', 'guidance'],
  samples: true,
  leavesMark: true,
  check: (_, { wiredInputs }) =>
    wiredInputs.size > 0
      ? []
      : [
          weftError('missing-input', 'Nothing comes in to be approved. Connect a text or a picture.', {
            field: 'text-in',
          }),
        ],
});
