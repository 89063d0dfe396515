import type { FileWritten } from '#shared/run/events.ts';

/** What the room keeps of every writing of a file for as long as the run exists: the same effect never writes twice. */
export interface FileRecord extends Omit<FileWritten, 'asked' | 'round'> {
  /** As the node wanted to call it. */
  readonly asked: string;
  /** From 1. */
  readonly version: number;
  /** The entry that told of it. */
  readonly seq: number;
}
