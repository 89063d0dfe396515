/** Colours and faces of the light theme as a canvas understands them, whatever the page shows. */
export interface Paper {
  /** Any CSS colour, tokens among them, as a plain one. */
  readonly colour: (css: string) => string;
  /** A canvas font from tokens. @param face a token of a font family, without `var` */
  readonly font: (weight: number, sizePx: number, face: '--font-ui' | '--font-prose') => string;
  readonly close: () => void;
}

/** Opens a hidden element in light colours; `close` takes it away. */
export function openPaper(): Paper {
  const probe = document.createElement('div');
  probe.dataset['theme'] = 'light';
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const known = new Map<string, string>();
  return Object.freeze({
    colour(css: string): string {
      const before = known.get(css);
      if (before !== undefined) return before;
      probe.style.color = css;
      const plain = style.color;
      known.set(css, plain);
      return plain;
    },
    font: (weight: number, sizePx: number, face: '--font-ui' | '--font-prose') =>
      `${weight} ${sizePx}px ${style.getPropertyValue(face)}`,
    close: () => probe.remove(),
  });
}
