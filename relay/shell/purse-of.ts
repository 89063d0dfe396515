/** The room of the vault that lists all purses. */
export const PURSE_LIST = 'flows.all';

/** The room of the vault that counts for a flow. No ring's id has a point in it. */
export function purseOf(flowId: string): string {
  return `flow.${flowId}`;
}
