import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { wrapText } from './wrap.ts';

export type Weight = 'regular' | 'bold';
export type Align = 'left' | 'center' | 'right';

export interface Style {
  readonly size: number;
  readonly weight?: Weight;
  readonly align?: Align;
  readonly color?: string;
}

const fontPackage = '@expo-google-fonts/noto-sans-sc';
const fonts: Readonly<Record<Weight, string>> = {
  regular: `${fontPackage}/400Regular/NotoSansSC_400Regular.ttf`,
  bold: `${fontPackage}/700Bold/NotoSansSC_700Bold.ttf`,
};

/** Points. A4, with a strip above and below for the running head and the page number. */
const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = { side: 56, top: 72, bottom: 70 };
const INK = '#1a1a1a';
/** Height of a line as a multiple of the type size. */
const LEADING = 1.6;

export interface PaperOptions {
  readonly title: string;
  readonly subject: string;
  /** Stands in the file as its date of creation. */
  readonly createdAt: Date;
  /** Left and right part of the line above every page. */
  readonly head: readonly [left: string, right: string];
}

/**
 * A4 pages that are written from top to bottom, with a running head and page numbers. Positions are in points
 * from the upper left corner. The same calls give the same bytes.
 */
export class Paper {
  readonly left = MARGIN.side;
  readonly width = PAGE.width - 2 * MARGIN.side;
  readonly bottom = PAGE.height - MARGIN.bottom;
  /** Where the next thing is written. */
  y = MARGIN.top;
  readonly #pdf: PDFKit.PDFDocument;
  readonly #head: PaperOptions['head'];
  readonly #chunks: Buffer[] = [];
  readonly #widths: Readonly<Record<Weight, Map<string, number>>> = { regular: new Map(), bold: new Map() };

  constructor({ title, subject, createdAt, head }: PaperOptions) {
    this.#head = head;
    this.#pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      lang: 'zh-CN',
      displayTitle: true,
      info: { Title: title, Subject: subject, Creator: 'Kawei', Producer: 'Kawei', CreationDate: createdAt },
    });
    this.#pdf.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    const { resolve } = createRequire(import.meta.url);
    for (const weight of ['regular', 'bold'] as const) this.#pdf.registerFont(weight, resolve(fonts[weight]));
  }

  /** Points left on this page. */
  get room(): number {
    return this.bottom - this.y;
  }

  /** Points on an empty page. */
  get fullRoom(): number {
    return this.bottom - MARGIN.top;
  }

  newPage(): void {
    this.#pdf.addPage();
    this.y = MARGIN.top;
  }

  /** Begins a new page unless `height` points are left on this one. */
  need(height: number): void {
    if (this.room < height) this.newPage();
  }

  /** The height of one line in a style. */
  lineHeight({ size }: Style): number {
    return size * LEADING;
  }

  /** A text in lines no wider than `width`; a character the typeface lacks is written as its code. */
  lines(text: string, width: number, style: Style): string[] {
    const em = style.size / 1000;
    return wrapText(this.#printable(text), width, (piece) => this.#width(piece, style.weight) * em);
  }

  /** Writes one line into a strip of `width` points, at an exact place; nothing moves. */
  put(line: string, x: number, y: number, width: number, style: Style): void {
    const { size, weight = 'regular', align = 'left', color = INK } = style;
    const spare = width - this.#width(line, weight) * (size / 1000);
    const indent = align === 'right' ? spare : align === 'center' ? spare / 2 : 0;
    // The typeface's own line is 1.448 times its size; what is left of the leading goes above and below alike.
    const rise = (size * (LEADING - 1.448)) / 2;
    this.#pdf.font(weight).fontSize(size).fillColor(color);
    this.#pdf.text(line, x + indent, y + rise, { lineBreak: false });
  }

  /** Writes a paragraph over the whole width, over as many pages as it takes. */
  paragraph(text: string, style: Style, after = style.size * 0.5): void {
    for (const line of this.lines(text, this.width, style)) {
      this.need(this.lineHeight(style));
      this.put(line, this.left, this.y, this.width, style);
      this.y += this.lineHeight(style);
    }
    this.y += after;
  }

  /** A horizontal or vertical line. */
  rule(x1: number, y1: number, x2: number, y2: number, thickness: number, color = INK): void {
    this.#pdf.moveTo(x1, y1).lineTo(x2, y2).lineWidth(thickness).strokeColor(color).stroke();
  }

  fill(x: number, y: number, width: number, height: number, color: string): void {
    this.#pdf.rect(x, y, width, height).fill(color);
  }

  /** Puts head and page number on every page and gives the file. The paper is used up. */
  finish(): Promise<Buffer> {
    const { count } = this.#pdf.bufferedPageRange();
    const style = { size: 8.5, color: '#555555' };
    const [left, right] = this.#head;
    const end = this.left + this.width;
    for (let page = 0; page < count; page++) {
      this.#pdf.switchToPage(page);
      this.put(this.#printable(left), this.left, 40, this.width, style);
      this.put(this.#printable(right), this.left, 40, this.width, { ...style, align: 'right' });
      this.rule(this.left, 56, end, 56, 0.6, '#999999');
      this.rule(this.left, PAGE.height - 52, end, PAGE.height - 52, 0.6, '#999999');
      const number = `第 ${page + 1} 页 共 ${count} 页`;
      this.put(number, this.left, PAGE.height - 46, this.width, { ...style, align: 'center' });
    }
    return new Promise((resolve, reject) => {
      this.#pdf.on('end', () => resolve(Buffer.concat(this.#chunks)));
      this.#pdf.on('error', reject);
      this.#pdf.end();
    });
  }

  /** Width in thousandths of the type size. */
  #width(text: string, weight: Weight = 'regular'): number {
    const known = this.#widths[weight].get(text);
    if (known !== undefined) return known;
    const width = this.#pdf.font(weight).fontSize(1000).widthOfString(text);
    this.#widths[weight].set(text, width);
    return width;
  }

  /** Only what can be seen: a rare character of a name must not turn into an empty box. */
  #printable(text: string): string {
    // pdfkit keeps the open typeface to itself; both weights hold the same characters.
    const { _font } = this.#pdf.font('regular') as unknown as {
      _font: { font: { hasGlyphForCodePoint(code: number): boolean } };
    };
    return [...text.replaceAll('\t', ' ')]
      .map((character) => {
        const code = character.codePointAt(0) ?? 0;
        if (/[\r\n\u2028\u2029]/.test(character) || _font.font.hasGlyphForCodePoint(code)) return character;
        return `〔U+${code.toString(16).toUpperCase().padStart(4, '0')}〕`;
      })
      .join('');
  }
}
