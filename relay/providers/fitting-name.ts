import { TOOL_NAME } from '#shared/run/tool-call.ts';

/** A name of a tool as providers take it back: models make up names that they would refuse, and the turn with them. */
export function fittingName(name: string): string {
  return TOOL_NAME.test(name) ? name : name.replace(/[^\w-]/g, '_').slice(0, 64) || 'unknown';
}
