import { SPEEDS, type Player } from '../../state/replay/player.svelte.ts';

/** Keys of the player, wherever the focus is but in a field: Space, arrows, Home and End, 1 to 4. */
export function onPlayerKey(event: KeyboardEvent, player: Player): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]')) return;
  const pressesIt = event.key === ' ' && target?.closest('button, a, summary') != null;
  const act = pressesIt ? undefined : actOf(event.key, player);
  if (act === undefined) return;
  event.preventDefault();
  act();
}

/** Page keys move by this share of the time line. */
const PAGE = 0.1;

function actOf(key: string, player: Player): (() => void) | undefined {
  const by = (share: number) => () => {
    player.pause();
    player.seekTo(player.atMs + share * player.axis.lengthMs);
  };
  const acts: { readonly [key: string]: () => void } = {
    ' ': player.toggle,
    ArrowLeft: () => player.step(-1),
    ArrowRight: () => player.step(1),
    PageDown: by(-PAGE),
    PageUp: by(PAGE),
    Home: () => {
      player.pause();
      player.home();
    },
    End: player.end,
  };
  const speed = SPEEDS[Number(key) - 1];
  return speed === undefined ? acts[key] : () => player.setSpeed(speed);
}
