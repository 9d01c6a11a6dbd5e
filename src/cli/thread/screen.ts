import { SingleBar } from 'cli-progress';
import { barLine } from './barLine.js';
import type { BarState } from './messages.js';

/** Columns of a terminal that does not say how many it has. */
const COLUMNS = 80;

/** What is shown on stderr: lines that stay, and below them how far a command is. */
export class Screen {
  private bar: SingleBar | undefined;

  line(text: string): void {
    this.clear();
    process.stderr.write(text);
  }

  show(state: BarState | undefined): void {
    if (!state) this.clear();
    else if (this.bar) this.bar.update(state);
    else this.begin(state);
  }

  private begin(state: BarState): void {
    const { stderr } = process;
    this.bar = new SingleBar({
      stream: stderr,
      format: (_options, _parameters, now: BarState) => barLine(now, stderr.columns || COLUMNS),
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
