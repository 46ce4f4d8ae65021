/** Defects of answering, of storing once, and of the order of things. */
import type { ActOutcome } from '#hub/ledger/booth-acts.ts';
import type { Actor, Planned } from '#hub/ledger/command.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { MINUTE } from '../clock.ts';
import type { Defect } from './defect.ts';

export const spineDefects: readonly Defect[] = [
  {
    name: 'ack-before-commit',
    what: 'an act is acknowledged before it is committed',
    plant(seams) {
      seams.spine = (spine) => {
        const real = spine.doActs.bind(spine);
        spine.doActs = (...asked) =>
          real(...asked).map(async (done) => {
            done.catch(() => {});
            return { refusal: null };
          });
      };
    },
  },
  {
    name: 'failed-commit-acknowledged',
    what: 'an act whose commit has failed is acknowledged',
    plant(seams) {
      seams.spine = (spine) => {
        const real = spine.doActs.bind(spine);
        spine.doActs = (...asked) => real(...asked).map((done) => done.catch(() => ({ refusal: null })));
      };
    },
  },
  {
    name: 'done-twice',
    what: 'a command is retried though it was done',
    plant(seams, _morning, chance) {
      seams.spine = (spine) => {
        const real = spine.doActs.bind(spine);
        const again = async (planned: Planned, actor: Actor, done: Promise<ActOutcome>) => {
          const outcome = await done;
          if (!outcome.refusal && chance.happens(0.05)) await spine.do(planned, actor).catch(() => {});
          return outcome;
        };
        spine.doActs = (asked, actor) =>
          real(asked, actor).map((done, place) => again(asked[place]?.planned as Planned, actor, done));
      };
    },
  },
  {
    name: 'refused-act-acknowledged',
    what: 'an act that was refused is acknowledged as done',
    plant(seams) {
      seams.spine = (spine) => {
        const real = spine.doActs.bind(spine);
        spine.doActs = (...asked) =>
          real(...asked).map(async (done) => {
            await done;
            return { refusal: null };
          });
      };
    },
  },
  {
    name: 'staff-answered-before-commit',
    what: 'staff is told that something is done before it is committed',
    plant(seams) {
      seams.spine = (spine) => {
        const real = spine.do.bind(spine);
        spine.do = (<A>(planned: Planned<A>, actor: Parameters<typeof real>[1]) => {
          const done = real(planned, actor);
          if (!['check-in', 'draw-commit', 'draw-reveal', 'freeze-project'].includes(planned.name))
            return done;
          done.catch(() => {});
          return Promise.resolve({ name: '' } as A);
        }) as typeof spine.do;
      };
    },
  },
  {
    name: 'mark-rounded',
    what: 'a mark is rounded to whole points',
    plant(seams) {
      seams.made = (made) => ({
        ...made,
        acts: {
          ...made.acts,
          mark: (call) => {
            const mark = call.act.mark === null ? null : Math.round(call.act.mark / 1000) * 1000;
            return made.acts.mark({ ...call, act: { ...call.act, mark } });
          },
        },
      });
    },
  },
  {
    name: 'mark-of-another-item',
    what: 'now and then a mark is written to the next item',
    plant(seams, { truth }, chance) {
      seams.made = (made) => ({
        ...made,
        acts: {
          ...made.acts,
          mark: (call) => {
            const { act } = call;
            const [story] = [...truth.stories.values()];
            const other = story?.document.items.find(
              ({ id, kind }) => id !== act.item && kind === 'subjective',
            );
            const changed: Extract<Act, { kind: 'mark' }> = { ...act, item: other?.id ?? act.item };
            return made.acts.mark(chance.happens(0.03) ? { ...call, act: changed } : call);
          },
        },
      });
    },
  },
  {
    name: 'clock-not-kept',
    what: "the hub's clock jumps to and fro by minutes at each look",
    plant(seams, _morning, chance) {
      seams.made = (made) => ({
        ...made,
        now: () => new Date(made.now().getTime() + chance.whole(-45, 45) * MINUTE),
      });
    },
  },
  {
    name: 'salt-forgotten',
    what: 'payloads are digested with a salt of zeros',
    plant(seams) {
      seams.made = (made) => ({
        ...made,
        random: (bytes) => (bytes === 16 ? new Uint8Array(16) : made.random(bytes)),
      });
    },
  },
];
