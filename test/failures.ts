/**
 * Vitest's reporter of what failed: tests, files, and errors that belong to no test (a promise nobody waited for, a
 * worker that went away). Each with the beginning of its error, as text, in the file named `KAWEI_TEST_FAILURES`.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

const LINES = 12;

export default class Failures implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const told = [
      ...modules.flatMap(ofModule),
      ...unhandled.map((error) => failure('(an error outside of every test)', [error])),
    ];
    const file = process.env.KAWEI_TEST_FAILURES;
    if (file) writeFileSync(file, told.join('\n'));
  }
}

function ofModule(module: TestModule): string[] {
  const place = relative(process.cwd(), module.moduleId);
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
