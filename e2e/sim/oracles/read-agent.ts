import type { CallText } from '#shared/run/call.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { BlobText } from './read-entry.ts';
import type { AgentTurnReading, RunRecord, ToolReading } from './run-record.ts';

/** What an entry says of agents. Called before the entry's question, if it is about one, counts as over. */
export function readAgent(record: RunRecord, entry: LogEntry, blob: BlobText): void {
  if (entry.type === 'state.updated') record.kept.push(entry.data);
  if (entry.type === 'approval.received') return readLeave(record, entry);
  if (entry.type !== 'agent.message' && entry.type !== 'agent.thinking' && entry.type !== 'agent.tool_call')
    return;
  const { nodeId, round, turn, callId } = entry.data;
  const turns = record.agents.get(`${nodeId}/${round}`) ?? [];
  record.agents.set(`${nodeId}/${round}`, turns);
  const known: AgentTurnReading = turns[turn - 1] ?? { callId, tools: [] };
  turns[turn - 1] = known;
  if (entry.type !== 'agent.tool_call') return;
  const { index, tool, category, phase, result } = entry.data;
  const reading: ToolReading = known.tools[index] ?? { tool, category, phase, leave: null, result: null };
  known.tools[index] = reading;
  reading.phase = phase;
  reading.result = result === undefined ? null : textOfCall(result, blob);
}

/** The question is of the tool that is proposed: an agent uses one after another. */
function readLeave(
  { approvals, agents }: RunRecord,
  { data }: Extract<LogEntry, { type: 'approval.received' }>,
): void {
  const asked = approvals.get(data.approvalId);
  if (asked?.kind !== 'tool') return;
  const tools = agents.get(`${asked.nodeId}/${asked.round}`)?.at(-1)?.tools ?? [];
  const open = tools.at(-1);
  if (open !== undefined) open.leave = data.outcome;
}

/** null = it lies in a blob that was not seen. */
export function textOfCall(text: CallText, blob: BlobText): string | null {
  return text.kind === 'inline' ? text.text : (blob(text.hash) ?? null);
}
