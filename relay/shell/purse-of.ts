/** The room of the vault that counts for a flow. No ring's id has a point in it. */
export function purseOf(flowId: string): string {
  return `flow.${flowId}`;
}
