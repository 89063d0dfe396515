/** Something about links that cannot be taken back: it is asked first, in the dialog's foot. */
export interface AskWish {
  /** Names what is done, on the button that does it. */
  readonly word: string;
  readonly question: string;
  /** Where the keyboard was. */
  readonly button: HTMLElement | null;
  /** Does it; false = it was not done. */
  readonly act: () => Promise<boolean>;
  /** Said to a screen reader when it was done: the list shows it. */
  readonly done: string;
}
