/** Where frames are shown when the debug flag is set; does nothing otherwise. */
export type FrameLog = (direction: 'in' | 'out', frame: unknown) => void;

export const silentFrameLog: FrameLog = () => undefined;

/** Shows every frame of the run's connection; switched on by `localStorage['weft:debug']`. */
export function createFrameLog(write: (line: string) => void): FrameLog {
  return (direction, frame) => {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    write(`weft ${direction === 'in' ? '←' : '→'} ${text.slice(0, 2_000)}`);
  };
}
