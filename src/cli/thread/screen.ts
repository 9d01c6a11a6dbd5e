import { SingleBar } from 'cli-progress';
import { barLine } from './barLine.js';
import type { BarState } from './messages.js';

/** Columns of a terminal that does not say how many it has. */
const COLUMNS = 80;

/** What is shown on stderr: lines that stay, and below them how far a command is. */
export class Screen {
  private bar: SingleBar | undefined;
  /** What is being done, and since when. */
  private label: string | undefined;
  private since = 0;

  line(text: string): void {
    this.clear();
    process.stderr.write(text);
  }

  show(state: BarState | undefined): void {
    if (state?.label !== this.label) {
      this.label = state?.label;
      this.since = performance.now();
    }
    if (!state) this.clear();
    else if (this.bar) this.bar.update(state);
    else this.begin(state);
  }

  private begin(state: BarState): void {
    const { stderr } = process;
    this.bar = new SingleBar({
      stream: stderr,
      format: (_options, _parameters, now: BarState) => {
        // Drawn again and again, also while a command is busy and tells of nothing.
        const took = (performance.now() - this.since) / 1000;
        return barLine(now, stderr.columns || COLUMNS, took);
      },
      clearOnComplete: true,
      hideCursor: true,
      // A line may be as long before and after.
      forceRedraw: true,
      // Signals are dealt with in one place.
      gracefulExit: false,
    });
    this.bar.start(1, 0, state);
  }

  /** Takes the bar away, and gives the cursor back. */
  clear(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
