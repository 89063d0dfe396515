/** Where frames are shown when the debug flag is set; does nothing otherwise. */
export type FrameLog = (direction: 'in' | 'out', frame: unknown) => void;

export const silentFrameLog: FrameLog = () => undefined;

/** Characters of a frame that are shown. */
const SHOWN = 2_000;
/** Tokens open the flow: they are not shown, so that a copied console gives nothing away. */
const TOKEN = /("token":")[^"]*/g;

/**
 * Every frame of a run's connection, in and out, when the person asked for it with `localStorage['weft:debug']`.
 * @param write where a line goes; never called when `isOn` is false
 */
export function createFrameLog(isOn: boolean, write: (line: string) => void): FrameLog {
  if (!isOn) return silentFrameLog;
  return (direction, frame) => {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    write(`weft ${direction === 'in' ? '←' : '→'} ${text.slice(0, SHOWN).replace(TOKEN, '$1…')}`);
  };
}
