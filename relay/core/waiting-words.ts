/** Why a call is not sent yet. @param place label of its provider; null = none. @param ahead turns of others before it. */
export function waitingWords(place: string | null, ahead: number): string {
  const at = place === null ? '' : ` at ${place}`;
  return ahead === 0 ? `Next in turn${at}.` : `Waiting its turn${at} (${ahead} before).`;
}
