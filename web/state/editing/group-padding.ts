/** Room inside a group round its steps, px; the title stands above them. */
export const GROUP_PADDING = { side: 24, top: 56, bottom: 24 } as const;
