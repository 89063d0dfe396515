import type { RunSummary } from '#shared/protocol/messages.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { RunPicture } from '#shared/run/run-pictures.ts';
import {
  filterOptions,
  filterPictures,
  NO_FILTER,
  withRun,
  type GalleryFilter,
  type GalleryPicture,
} from './gallery-filter.ts';

export interface GalleryPorts {
  /** Newest first. */
  readonly runs: () => readonly RunSummary[];
  readonly picturesOf: (
    runId: string,
  ) => Promise<
    | { readonly ok: true; readonly pictures: readonly RunPicture[] }
    | { readonly ok: false; readonly error: WeftError }
  >;
}

/** Pictures that one more press brings. */
const GALLERY_PAGE = 30;

/**
 * The pictures of a flow over its runs, newest first: runs are read one after another until a page is full. A run that
 * cannot be read stops it with the reason; `more` tries that run again.
 */
export class Gallery {
  readonly #ports: GalleryPorts;
  readonly #runs: readonly RunSummary[];
  #next = $state(0);
  #pictures = $state.raw<readonly GalleryPicture[]>([]);
  #filter = $state.raw<GalleryFilter>(NO_FILTER);
  #wanted = $state(GALLERY_PAGE);
  #loading = $state(false);
  #error = $state.raw<WeftError | null>(null);

  readonly #filtered = $derived(filterPictures(this.#pictures, this.#filter));
  /** Of what was read so far. */
  readonly options = $derived(filterOptions(this.#pictures));

  /** The runs are those of now: what begins later is in the next gallery. */
  constructor(ports: GalleryPorts) {
    this.#ports = ports;
    this.#runs = ports.runs();
  }

  /** Those that pass the filter, as far as they were asked for. */
  get shown(): readonly GalleryPicture[] {
    return this.#filtered.slice(0, this.#wanted);
  }
  get filter(): GalleryFilter {
    return this.#filter;
  }
  get loading(): boolean {
    return this.#loading;
  }
  get error(): WeftError | null {
    return this.#error;
  }
  /** Whether `more` can bring any. */
  get hasMore(): boolean {
    return this.#filtered.length > this.#wanted || this.#next < this.#runs.length;
  }
  /** No picture in any run. */
  get empty(): boolean {
    return (
      !this.#loading && this.#error === null && this.#next >= this.#runs.length && this.#pictures.length === 0
    );
  }

  /** Reads runs until the first page is full. */
  open = (): Promise<void> => this.#fill();

  more = (): Promise<void> => {
    if (this.#error === null) this.#wanted += GALLERY_PAGE;
    return this.#fill();
  };

  setFilter = (change: Partial<GalleryFilter>): Promise<void> => {
    this.#filter = { ...this.#filter, ...change };
    this.#wanted = GALLERY_PAGE;
    return this.#fill();
  };

  async #fill(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.#error = null;
    while (this.#filtered.length < this.#wanted) {
      const run = this.#runs[this.#next];
      if (run === undefined) break;
      const answer = await this.#ports.picturesOf(run.runId);
      if (!answer.ok) {
        this.#error = answer.error;
        break;
      }
      this.#pictures = withRun(this.#pictures, run.number, answer.pictures);
      this.#next += 1;
    }
    this.#loading = false;
  }
}
