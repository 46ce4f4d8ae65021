/**
 * The calibration used where none is given. built-in.json is written by `npm run bench -- lookback --built-in`, from the
 * history it names in `source`; it holds no marks, and of pairs nothing.
 */
import history from './built-in.json' with { type: 'json' };
import { type Calibration, checkCalibration } from './calibration.ts';

export const builtIn: Calibration = checkCalibration(history);
