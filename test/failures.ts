/**
 * Vitest's reporter of what failed: tests, files, and errors that belong to no test (a promise nobody waited for, a
 * worker that went away). The files they lie in, and each with the beginning of its error, go into the file named
 * `KAWEI_TEST_FAILURES`, as JSON.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

const LINES = 12;

/** What did not pass of one run. */
export interface Failed {
  /** Paths of the files, from the project's root. */
  readonly files: readonly string[];
  /** Errors that belong to no file. */
  readonly elsewhere: number;
  /** For people: each failure with its error. */
  readonly told: string;
}

export default class Failures implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const ofModules = modules.map((module) => ({ file: placeOf(module), told: ofModule(module) }));
    const failed: Failed = {
      files: ofModules.filter(({ told }) => told.length > 0).map(({ file }) => file),
      elsewhere: unhandled.length,
      told: [
        ...ofModules.flatMap(({ told }) => told),
        ...unhandled.map((error) => failure('(an error outside of every test)', [error])),
      ].join('\n'),
    };
    const file = process.env.KAWEI_TEST_FAILURES;
    if (file) writeFileSync(file, JSON.stringify(failed));
  }
}

function placeOf(module: TestModule): string {
  return relative(process.cwd(), module.moduleId);
}

function ofModule(module: TestModule): string[] {
  const place = placeOf(module);
  const suites = [...module.children.allSuites()].map((suite) => ({
    name: suite.fullName,
    errors: suite.errors(),
  }));
  const tests = [...module.children.allTests('failed')].map((test) => ({
    name: test.fullName,
    errors: test.result().errors ?? [],
  }));
  return [{ name: '(the file itself)', errors: module.errors() }, ...suites, ...tests]
    .filter(({ name, errors }) => errors.length > 0 || tests.some((test) => test.name === name))
    .map(({ name, errors }) => failure(`${place} › ${name}`, errors));
}

function failure(what: string, errors: readonly SerializedError[]): string {
  const words = errors.map(({ message, stack }) =>
    stack?.includes(message) ? stack : `${message}\n${stack ?? ''}`,
  );
  return `${what}\n${words.join('\n').split('\n').slice(0, LINES).join('\n')}\n`;
}
