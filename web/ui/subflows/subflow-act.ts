import type { Point } from '#shared/graph/document.ts';
import type { PortRef } from '../canvas/canvas-flow.ts';
import type { CommandGroup } from '../kit/command-item.ts';

/** Where a subflow of one's own goes. */
export interface SubflowPlace {
  /** Of its row in a list of steps. */
  readonly row: string;
  readonly at: Point;
  /** The port from which a thread was pulled. */
  readonly from?: PortRef | null | undefined;
  /** The thread that it goes into, where it fits there. */
  readonly into?: string | undefined;
  readonly onadded?: ((nodeId: string) => void) | undefined;
}

/** Asks for one's own subflows as rows for a list of steps. */
export interface SubflowWish {
  readonly onrows: (groups: readonly CommandGroup[]) => void;
  /** Only those which a thread from there fits. */
  readonly from?: PortRef | null | undefined;
}

/** What is done with the selected steps, or with the subflows of one's own. */
export type SubflowAct = 'make' | 'unpack' | 'save' | 'import' | SubflowPlace | SubflowWish;
