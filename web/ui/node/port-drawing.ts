import type { PortType } from '#shared/graph/handles.ts';
import { iconPath, scalePath } from '../kit/icon-path.ts';
import type { IconName } from '../kit/icons.ts';
import { PORT_PATHS } from '../kit/port-paths.ts';
import type { NodePort, NodePortRow } from './node-port.ts';

/** All ports of a card that look alike, as one path. */
export interface PortDrawing {
  readonly type: PortType;
  readonly state: NodePort['state'];
  readonly path: string;
  /** The points in the middle of ports of any type that are wired; else empty. */
  readonly dots: string;
}

const DOT = 'M4.3 6a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0-3.4 0';
const GRID_PX = 12;
const ROW_PX = 20;
/** From the top of the list of ports to the top of the first shape. */
const FIRST_TOP_PX = 10;

/** Paths in px from the top left corner of the list of ports, whose width is that of the card. */
export function drawPorts(rows: readonly NodePortRow[], widthPx: number): readonly PortDrawing[] {
  const alike = new Map<string, PortDrawing>();
  const draw = (port: NodePort | undefined, row: number, centreX: number) => {
    if (port === undefined) return;
    const { type, state } = port;
    const key = `${type}:${state}`;
    const top = FIRST_TOP_PX + ROW_PX * row;
    const left = centreX - GRID_PX / 2;
    const { path, dots } = alike.get(key) ?? { path: '', dots: '' };
    alike.set(key, {
      ...{ type, state },
      path: path + scalePath(PORT_PATHS[type], 1, left, top),
      dots: type === 'any' && state === 'wired' ? dots + scalePath(DOT, 1, left, top) : '',
    });
  };
  rows.forEach(({ input, output }, row) => {
    draw(input, row, 0);
    draw(output, row, widthPx);
  });
  return [...alike.values()];
}

/** Side of a card's icon, and its place from the top left corner of the list of ports: the middle of its ground in the head. */
const GLYPH_PX = 16;
const GLYPH_LEFT_PX = 14;
const GLYPH_TOP_PX = -32;

/** The icon of a card as part of the drawing of its ports. */
export function drawGlyph(icon: IconName): string {
  return iconPath(icon, GLYPH_PX, GLYPH_LEFT_PX, GLYPH_TOP_PX);
}
