import { agentBrief } from '../../node-kit/agent/agent-brief.ts';
import { runAgent } from '../../node-kit/agent/run-agent.ts';
import { mergeText } from '../../node-kit/merge.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { section } from '../../node-kit/prompt.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';

/** One call per turn. Text that comes in is what the task is about; where there is no task, it is the task. */
export const run: NodeRunner = async (context) => {
  const own = configText(context.config, 'task').trim();
  const text = mergeText(context.inputs.at('text-in')).trim();
  if (own === '' && text === '')
    throw missingInput('task', '“Task” is empty. Write what the agent should do.');
  const about = own === '' || text === '' ? [] : [section('text', text)];
  const task = own === '' ? text : own;
  return { text: await runAgent(context, { ...agentBrief(context), task, sections: about }) };
};
