/** What is heard of a scan by somebody who looks at the person and not at the screen. */

/** Tones one after the other: pitch in hertz and length in milliseconds. */
const melodies = {
  done: [[1320, 120]],
  noted: [
    [740, 120],
    [740, 120],
  ],
  more: [[990, 50]],
  refused: [[220, 500]],
} as const;

let context: AudioContext | undefined;

/** Plays it where the browser lets a page be heard. */
export function play(what: keyof typeof melodies): void {
  context ??= new AudioContext();
  void context.resume();
  let at = context.currentTime;
  for (const [pitch, milliseconds] of melodies[what]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = pitch;
    gain.gain.value = 0.15;
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    at += milliseconds / 1000;
    oscillator.stop(at);
    at += 0.06;
  }
}
