import { bug, type PlantedBug } from './planted-bug.ts';

/** Bugs of nodes that work in turns. */
export const AGENT_BUGS: readonly PlantedBug[] = [
  bug(
    'an agent does not ask for leave',
    'web/node-kit/agent/ask-for-leave.ts',
    "tool.leave === 'allow' || ",
    "tool.leave === 'allow' || tool.leave === 'ask' || ",
  ),
  bug(
    'a tool that was denied is used',
    'web/node-kit/agent/ask-for-leave.ts',
    "      return { type: 'denied', words:",
    "      if (answer.outcome === 'deny') return GIVEN;\n      return { type: 'denied', words:",
  ),
  bug(
    'leave for once is leave for the run',
    'web/node-kit/agent/ask-for-leave.ts',
    "    case 'allow':\n",
    "    case 'allow':\n      agent.keep(path, true);\n",
  ),
  bug(
    'results are told in another order',
    'web/node-kit/agent/use-tools.ts',
    'messages.push({',
    'messages.unshift({',
  ),
  bug(
    'the model is asked on before the relay knows what its tools came to',
    'web/engine/agent-work.ts',
    '  await tell(options, use, { phase: outcome.phase,',
    '  void tell(options, use, { phase: outcome.phase,',
  ),
  bug(
    'an agent takes a turn too many',
    'web/node-kit/agent/run-agent.ts',
    'const isLast = turn === limits.turns;',
    'const isLast = turn > limits.turns;',
  ),
];
