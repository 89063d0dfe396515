import type { AgentToolCall, ToolCallPhase } from '#shared/run/agent.ts';
import type { FactOf, LogEntry } from '#shared/run/events.ts';
import { textOf, toolCallsOf } from '../relay/scripted-model.ts';
import type { Witness } from './law-broken.ts';
import type { BlobText } from './read-entry.ts';
import { textOfCall } from './read-agent.ts';
import {
  iterationOf,
  plannedNode,
  type AgentTurnReading,
  type RunRecord,
  type ToolReading,
} from './run-record.ts';

/** Node types that work in turns. */
export const AGENT_TYPES: readonly string[] = ['agent'];

type Fact<T extends LogEntry['type']> = LogEntry & FactOf<T & LogEntry['type']>;

/** Agents: turns without holes, tools one after another and once, leave where it has to be asked, results that are told. */
export function checkAgent(witness: Witness, record: RunRecord, entry: LogEntry, blob: BlobText): void {
  switch (entry.type) {
    case 'agent.message':
    case 'agent.thinking':
      return checkTurn(witness, record, entry);
    case 'agent.tool_call':
      checkTurn(witness, record, entry);
      return checkTool(witness, record, entry, blob);
    case 'call.accepted':
      return checkAsked(witness, record, entry);
    case 'call.ended':
      return checkToolCalls(witness, record, entry, blob);
    case 'file.created':
    case 'file.updated':
      return checkUsed(witness, record, entry.data, 'make_file', 'files');
    case 'state.updated':
      return checkNoted(witness, record, entry);
    case 'execution.node.completed':
      return checkAnswer(witness, record, entry);
    default:
  }
}

const typeOf = (record: RunRecord, nodeId: string): string => plannedNode(record, nodeId)?.type ?? '';

const isAgent = (record: RunRecord, nodeId: string): boolean => AGENT_TYPES.includes(typeOf(record, nodeId));

function turnsOf({ agents }: RunRecord, nodeId: string, round: number): readonly AgentTurnReading[] {
  return agents.get(`${nodeId}/${round}`) ?? [];
}

function checkTurn(
  witness: Witness,
  record: RunRecord,
  { type, data, seq }: Fact<'agent.message' | 'agent.thinking' | 'agent.tool_call'>,
): void {
  const { nodeId, round, turn, callId } = data;
  const turns = turnsOf(record, nodeId, round);
  const place = `${type} of ${nodeId}/${round}, turn ${turn} (#${seq})`;
  if (!record.starts.has(`${nodeId}/${round}`) || record.ends.has(`${nodeId}/${round}`))
    witness.broken('AG1', `${place} is told while its node is not at work`);
  if (turn < turns.length || turn > turns.length + 1)
    witness.broken('AG1', `${place} comes after turn ${turns.length}`);
  const known = turns[turn - 1];
  if (known !== undefined && known.callId !== callId) witness.broken('AG1', `${place} has two calls`);
  const call = record.calls.get(callId);
  if (call?.end?.outcome !== 'ok' || call.nodeId !== nodeId || call.round !== round)
    witness.broken('AG1', `${place} refers to a call that has not brought an answer`);
}

const MAY_FOLLOW: Readonly<Record<ToolCallPhase, readonly ToolCallPhase[]>> = {
  proposed: ['running', 'failed', 'denied'],
  running: ['done', 'failed'],
  done: [],
  failed: [],
  denied: [],
};

const isOver = ({ phase }: ToolReading): boolean => MAY_FOLLOW[phase].length === 0;

function checkTool(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Fact<'agent.tool_call'>,
  blob: BlobText,
): void {
  const { nodeId, round, turn, index, tool, phase, callId } = data;
  const tools = turnsOf(record, nodeId, round)[turn - 1]?.tools ?? [];
  const place = `${tool} ${phase} of ${nodeId}/${round}, turn ${turn}/${index} (#${seq})`;
  const known = tools[index];
  const may = known === undefined ? ['proposed'] : MAY_FOLLOW[known.phase];
  if (!may.includes(phase)) witness.broken('AG1', `${place} after ${known?.phase ?? 'nothing'}`);
  if (index > tools.length || (known === undefined && tools.some((other) => !isOver(other))))
    witness.broken('AG3', `${place} before the one before it is over`);
  const called = record.calls.get(callId)?.end?.toolCalls;
  const text = called === undefined ? '[]' : textOfCall(called, blob);
  const names = (JSON.parse(text ?? 'null') as { readonly name: string }[] | null)?.map(({ name }) => name);
  if (names !== undefined && names[index] !== tool) witness.broken('AG3', `${place}, called were ${names}`);
  if (phase === 'running') checkLeave(witness, record, data, known, place);
}

/** Used only if it may be: without asking, because it was asked, or because leave was given for the run. */
function checkLeave(
  witness: Witness,
  record: RunRecord,
  { nodeId, category, arguments: edited }: AgentToolCall,
  known: ToolReading | undefined,
  place: string,
): void {
  const config = plannedNode(record, nodeId)?.config ?? {};
  const asks = { write: config['notes'], file: config['files'], network: config['network'] };
  const leave = known?.leave ?? null;
  if (leave === 'deny') witness.broken('AG5', `${place}, but it was denied`);
  if (edited !== undefined && leave !== 'edit')
    witness.broken('AG5', `${place} with changes that nobody made`);
  if (category === null || (asks as Record<string, unknown>)[category] !== 'ask' || leave !== null) return;
  const isForRun = [...record.agents].some(
    ([name, turns]) =>
      iterationOf(name.split('/')[0] ?? '').template === iterationOf(nodeId).template &&
      turns.some(({ tools }) =>
        tools.some((each) => each.leave === 'allow-for-run' && each.category === category),
      ),
  );
  if (!isForRun) witness.broken('AG5', `${place}, and nobody was asked`);
}

/** The model is asked again when its tools are over, and told what they came to. */
function checkAsked(witness: Witness, record: RunRecord, { data, seq }: Fact<'call.accepted'>): void {
  const { nodeId, round, ordinal } = data;
  // What its tools ask the open web is no turn.
  if (!isAgent(record, nodeId) || data.provider === 'http') return;
  const request = data.request.kind === 'inline' ? data.request.request : null;
  const before = [...record.calls.values()].filter(
    (call) =>
      call.method === null && call.nodeId === nodeId && call.round === round && call.ordinal < ordinal,
  );
  const turns = turnsOf(record, nodeId, round);
  const answered = new Set(before.filter(({ end }) => end?.outcome === 'ok').map((call) => call.ordinal));
  const place = `the model of ${nodeId}/${round} (#${seq})`;
  const most = Number(plannedNode(record, nodeId)?.config['maxTurns'] ?? 8);
  if (answered.size >= most) witness.broken('AG7', `${place} is asked a ${answered.size + 1}th time`);
  const tools = turns.slice(0, answered.size).flatMap((turn) => turn.tools);
  if (tools.some((tool) => !isOver(tool))) witness.broken('AG3', `${place} is asked while a tool is at work`);
  if (request?.kind !== 'text') return;
  const told = request.messages.filter(({ role }) => role === 'tool').map(({ content }) => textOf(content));
  const fits = tools.every(
    ({ result }, index) => result === null || told[index]?.startsWith(result || 'Done.'),
  );
  if (told.length !== tools.length || !fits)
    witness.broken(
      'AG3',
      `${place} is told ${told.length} results, ${tools.length} stand in the log, or others`,
    );
}

/** Nothing is done more often than the model wanted it: whoever takes over does not do it again. */
function checkUsed(
  witness: Witness,
  record: RunRecord,
  { nodeId, round }: { readonly nodeId: string; readonly round: number },
  tool: string,
  what: 'files',
): void {
  if (!isAgent(record, nodeId)) return;
  const wanted = turnsOf(record, nodeId, round).flatMap(({ tools }) =>
    tools.filter((each) => each.tool === tool),
  );
  const used = wanted.filter(({ phase }) => phase === 'running' || phase === 'done').length;
  const done = record[what].filter((each) => each.nodeId === nodeId && each.round === round).length + 1;
  if (done > used)
    witness.broken('AG4', `${nodeId}/${round} has made ${done} ${what} with ${used} uses of ${tool}`);
}

/** Every note stands in the log once, as its tool was about to be done. */
function checkNoted(witness: Witness, record: RunRecord, { data, seq }: Fact<'state.updated'>): void {
  const { nodeId, path, value, use } = data;
  if (!path.startsWith('scratchpad/')) return;
  const place = `${nodeId} notes ${path} (#${seq})`;
  if (use === undefined) return witness.broken('AG4', `${place} for no tool`);
  const { round, turn, index } = use;
  const tool = turnsOf(record, nodeId, round)[turn - 1]?.tools[index];
  if (tool?.tool !== 'write_note' || tool.phase !== 'running')
    witness.broken('AG4', `${place} for ${tool?.tool}, which is ${tool?.phase}`);
  const same = record.kept.find((each) => {
    const { round: at, turn: of, index: nth } = each.use ?? {};
    return each.nodeId === nodeId && at === round && of === turn && nth === index;
  });
  if (same !== undefined) witness.broken('AG4', `${place} as ${String(value)} a second time`);
}

/** What it answers is what its model said last. */
function checkAnswer(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Fact<'execution.node.completed'>,
): void {
  const { nodeId, round, output, source } = data;
  if (!isAgent(record, nodeId) || source !== 'call' || output.kind !== 'inline') return;
  const calls = [...record.calls.values()].filter(
    (call) => call.method === null && call.nodeId === nodeId && call.round === round,
  );
  const last = calls.findLast(({ end }) => end?.outcome === 'ok');
  const said = last?.end?.text;
  if (said?.kind === 'inline' && output.output.text !== said.text.trim())
    witness.broken('AG3', `${nodeId}/${round} answers something else than its model said (#${seq})`);
}

/** What the model called is what the provider said. */
function checkToolCalls(
  witness: Witness,
  { calls }: RunRecord,
  { data, seq }: Fact<'call.ended'>,
  blob: BlobText,
): void {
  const asked = calls.get(data.callId)?.asked ?? null;
  if (asked === null || data.end.outcome !== 'ok') return;
  const wanted = toolCallsOf(asked).map(({ name }) => name);
  const text = data.end.toolCalls === undefined ? '[]' : textOfCall(data.end.toolCalls, blob);
  const found = (JSON.parse(text ?? 'null') as { readonly name: string }[] | null)?.map(({ name }) => name);
  if (found !== undefined && found.join() !== wanted.join())
    witness.broken('AG3', `#${seq}: the provider called ${wanted}, the log says ${found}`);
}
