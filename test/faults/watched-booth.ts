/** Puts the steps of the booth into its real code. */
import { BoothCore } from '#booth/core/booth.ts';
import { Line } from '#booth/core/line.ts';
import { Outbox } from '#booth/core/outbox.ts';
import { BoothRecord } from '#booth/core/record.ts';
import { at, within } from './point.ts';

export function watchBooth(): void {
  const { act } = BoothCore.prototype;
  BoothCore.prototype.act = async function (intent) {
    at('intent');
    return act.call(this, intent);
  };
  const { put, answered: answeredOnDisk } = Outbox.prototype;
  Outbox.prototype.put = function (...values) {
    const n = put.apply(this, values);
    at('outbox.inserted');
    return n;
  };
  Outbox.prototype.answered = function (...values) {
    const entry = answeredOnDisk.apply(this, values);
    at('answer.inserted');
    return entry;
  };
  const { put: store, answered, viewed, welcomed } = BoothRecord.prototype;
  BoothRecord.prototype.put = function (...values) {
    const n = store.apply(this, values);
    at('outbox.stored');
    return n;
  };
  BoothRecord.prototype.answered = function (...values) {
    return within('answer-kept', () => answered.apply(this, values));
  };
  BoothRecord.prototype.viewed = function (...values) {
    within('view-kept', () => viewed.apply(this, values));
  };
  BoothRecord.prototype.welcomed = function (...values) {
    within('welcome-kept', () => welcomed.apply(this, values));
  };
  const { send } = Line.prototype;
  Line.prototype.send = function (frame) {
    if (frame.type === 'acts' && this.open) within('send', () => send.call(this, frame));
    else send.call(this, frame);
  };
}
