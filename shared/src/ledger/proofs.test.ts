import { describe, expect, it } from 'vitest';
import { bytesOfBase64, sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { checkpointText, parseCheckpoint, parseExtendedCheckpoint } from './checkpoint.ts';
import { noteSignedBy, parseNote, parseVerifierKey, verifierKeyText } from './note.ts';
import { verifyConsistency, verifyInclusion } from './proofs.ts';
import { entriesOf, tilePath, tilesOf } from './tiles.ts';
import vectors from './vectors/merkle.json' with { type: 'json' };

const bytes = (text: string) => bytesOfBase64(text);
const path = (proof: readonly string[] | null) => (proof ?? []).map(bytes);

describe('published vectors of transparency-dev/merkle', () => {
  it.each(vectors.inclusion)('inclusion: $desc', ({ leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
    const given = {
      index: leafIdx,
      size: treeSize,
      root: bytes(root),
      leafHash: bytes(leafHash),
      proof: path(proof),
    };
    expect(verifyInclusion(given)).toBe(!wantErr);
  });

  it.each(vectors.consistency)('consistency: $desc', ({ size1, size2, root1, root2, proof, wantErr }) => {
    const given = {
      oldSize: size1,
      size: size2,
      oldRoot: bytes(root1),
      root: bytes(root2),
      proof: path(proof),
    };
    // The empty tree proves nothing, and is refused here where the vectors let it pass.
    expect(verifyConsistency(given)).toBe(!wantErr && size1 > 0);
  });
});

describe('signed notes', () => {
  const key = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const note =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

  it('holds for the example of the specification, and for no changed one', () => {
    expect(noteSignedBy(parseNote(note), parseVerifierKey(key))).toBe(true);
    expect(verifierKeyText('example.com/foo', parseVerifierKey(key).publicKey)).toBe(key);
    for (let place = 0; place < note.length - 1; place++) {
      const changed = `${note.slice(0, place)}${note[place] === 'x' ? 'y' : 'x'}${note.slice(place + 1)}`;
      const holds = () => noteSignedBy(parseNote(changed), parseVerifierKey(key));
      const verdict = (() => {
        try {
          return holds();
        } catch (error) {
          if (error instanceof Refusal) return false;
          throw error;
        }
      })();
      expect([place, verdict]).toEqual([place, false]);
    }
  });

  it('refuses a key that is not its own id, and notes that are cut', () => {
    expect(() => parseVerifierKey(key.replace('530d903a', '530d903b'))).toThrow(Refusal);
    expect(() => parseNote('text only\n')).toThrow(Refusal);
    expect(() => parseNote(note.slice(0, -1))).toThrow(Refusal);
  });

  it('refuses names with a space of any script, and takes every other', () => {
    const named = (name: string) =>
      parseNote(note.replace('— example.com/foo', `— ${name}`)).signatures[0]?.name;
    for (const space of [' ', '+', '\u0085', '\u00a0', '\u2003', '\u3000'])
      expect(() => named(`example.com/f${space}oo`)).toThrow(Refusal);
    for (const name of ['见证.example/江州', 'example.com/\ufefffoo']) expect(named(name)).toBe(name);
  });

  it('reads a checkpoint in its one form', () => {
    const checkpoint = { origin: 'example.com/log', size: 70_000, root: sha256('root') };
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
    const text = checkpointText(checkpoint);
    for (const wrong of [
      text.replace('70000', '070000'),
      `${text}extension\n`,
      text.slice(0, -1),
      text.replace('\n', '\n\n'),
    ]) {
      expect(() => parseCheckpoint(wrong)).toThrow(Refusal);
    }
  });

  it('reads past the extension lines of another log’s checkpoint, and past nothing else', () => {
    const checkpoint = { origin: 'example.com/log', size: 70_000, root: sha256('root') };
    const text = checkpointText(checkpoint);
    for (const extension of ['', 'extension\n', 'one\n二\n'])
      expect(parseExtendedCheckpoint(text + extension)).toEqual(checkpoint);
    for (const wrong of ['\n', 'extension', 'one\n\ntwo\n'])
      expect(() => parseExtendedCheckpoint(text + wrong)).toThrow(Refusal);
    expect(() => parseExtendedCheckpoint(text.replace('70000', '9999999999999999'))).toThrow(Refusal);
  });
});

describe('tiles', () => {
  it('lie where the specification says', () => {
    expect(tilePath({ level: 2, index: 1_234_067, width: 256 })).toBe('tile/2/x001/x234/067');
    expect(tilePath({ level: 'entries', index: 7, width: 12 })).toBe('tile/entries/007.p/12');
    const tiles = tilesOf(70_000).filter(({ level }) => level !== 'entries');
    const count = (level: number, full: boolean) =>
      tiles.filter((tile) => tile.level === level && (tile.width === 256) === full);
    expect([count(0, true).length, count(0, false)[0]?.width]).toEqual([273, 112]);
    expect([count(1, true).length, count(1, false)[0]?.width]).toEqual([1, 17]);
    expect([count(2, true).length, count(2, false)[0]?.width]).toEqual([0, 1]);
    expect(tilesOf(256).filter(({ level }) => level === 1)).toEqual([{ level: 1, index: 0, width: 1 }]);
  });

  it('hold entries behind their lengths', () => {
    expect(entriesOf(Uint8Array.of(0, 1, 65, 0, 0, 0, 2, 66, 67))).toEqual([
      Uint8Array.of(65),
      new Uint8Array(),
      Uint8Array.of(66, 67),
    ]);
    expect(entriesOf(Uint8Array.of(0, 2, 65))).toBe(null);
  });
});
