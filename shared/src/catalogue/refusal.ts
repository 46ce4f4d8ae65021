import { type RefusalCode, refusals } from './refusals/index.ts';
import { fillText, type Text, type TextValues } from './text.ts';

/** One thing wrong with an input, at one place. `place` is a path such as `items[2].max`, or '' for the whole. */
export interface Fault {
  readonly code: RefusalCode;
  readonly place: string;
  readonly values?: TextValues;
}

/** A fault as it travels to a page, a booth or the command line: with its sentence in both languages. */
export interface FaultMessage {
  readonly code: RefusalCode;
  readonly place: string;
  readonly message: Text;
}

/** A refusal as it travels: the body of every 4xx answer and of every refused frame. */
export interface RefusalMessage {
  readonly code: RefusalCode;
  readonly message: Text;
  readonly faults: FaultMessage[];
}

/**
 * An expected failure: the input is wrong or not allowed now, nothing was changed, and the person is told what
 * to do. Anything else that is thrown is a bug and crashes loudly.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly values: TextValues;
  readonly faults: readonly Fault[];

  constructor(code: RefusalCode, values: TextValues = {}, faults: readonly Fault[] = []) {
    super(refusalText(code, values).en);
    this.name = 'Refusal';
    this.code = code;
    this.values = values;
    this.faults = faults;
  }

  /** HTTP status of this refusal. */
  get status(): number {
    return refusals[this.code].status;
  }

  toMessage(): RefusalMessage {
    return {
      code: this.code,
      message: refusalText(this.code, this.values),
      faults: this.faults.map((fault) => ({
        code: fault.code,
        place: fault.place,
        message: refusalText(fault.code, fault.values),
      })),
    };
  }
}

/** The sentence of a refusal code in both languages, its places filled. */
export function refusalText(code: RefusalCode, values: TextValues = {}): Text {
  return fillText(refusals[code], values);
}
