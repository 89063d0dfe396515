/** What can be done with a row of the outline; each takes the node's id. */
export interface OutlineActs {
  readonly open: (nodeId: string) => void;
  readonly rename: (nodeId: string) => void;
  readonly connect: (nodeId: string) => void;
  readonly remove: (nodeId: string) => void;
  readonly toggle: (nodeId: string) => void;
  readonly read: (nodeId: string) => void;
  /** Says a sentence in the outline's live region. */
  readonly say: (words: string) => void;
}
