import { countOf, type Field } from '../codecs/numbers/field.js';
import { popPlan } from '../codecs/numbers/numbers.js';
import { treeText } from '../codecs/numbers/tree.js';
import { unfold } from '../codecs/resize.js';
import type { Chunk } from '../container/chunk.js';
import type { Front } from '../container/front.js';
import { fits } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { inRevision } from '../kernels/kernels.js';
import { takesFields } from '../model/build.js';
import { BYTES } from './encode/chooseModel.js';
import { type FindModel, modelOfFront } from './models.js';

/** Fields of one type that are coded in one way, in all chunks. */
export interface FieldsInfo {
  readonly type: Field['type'];
  /** Views, and what codes what they make, for people. */
  readonly how: string;
  /** How many fields, each in each chunk as one. */
  readonly fields: number;
  /** How many numbers they have together. */
  readonly numbers: number;
}

/** Most kinds of fields that are told apart; a file may have a million columns. */
const MOST_KINDS = 1 << 10;

/** What fields there are, by the plans that are on top of the messages of chunks: no number is decoded. */
export class FieldReader {
  private readonly kinds = new Map<string, FieldsInfo>();
  private readonly isOfFields: boolean;

  /** @param findModel what it throws as a CrayError says that nothing is told of fields. */
  constructor(
    private readonly front: Front,
    findModel: FindModel | undefined,
  ) {
    const mayBe = findModel !== undefined && fits(BYTES, front.header);
    this.isOfFields =
      mayBe && (unlessUnknown(() => takesFields(modelOfFront(front, findModel))) ?? false);
  }

  /** Takes the next chunk. */
  add(chunk: Chunk): void {
    if (!this.isOfFields || chunk.kind !== 'message') return;
    const { header } = this.front;
    const plan = unlessUnknown(() =>
      inRevision(header.revision, () => popPlan(unfold(chunk.words, chunk.lanes), chunk.items)),
    );
    for (const { field, tree } of plan ?? []) {
      const { type } = field;
      this.count({ type, how: treeText(tree), fields: 1, numbers: countOf(field) });
    }
  }

  /** What there is, most numbers first. */
  get fields(): readonly FieldsInfo[] {
    return [...this.kinds.values()].sort((a, b) => b.numbers - a.numbers);
  }

  private count({ type, how, fields, numbers }: FieldsInfo): void {
    const own = `${type} ${how}`;
    const known = this.kinds.size < MOST_KINDS || this.kinds.has(own);
    const [key, name] = known ? [own, how] : [type, 'other ways'];
    const before = this.kinds.get(key) ?? { fields: 0, numbers: 0 };
    this.kinds.set(key, {
      type,
      how: name,
      fields: before.fields + fields,
      numbers: before.numbers + numbers,
    });
  }
}

/** What there is to know, unless the model is not there, or what is read makes no sense to it. */
function unlessUnknown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CrayError) return undefined;
    throw error;
  }
}
