import type { Locator } from 'playwright-core';
import decodeQR from 'qr/decode.js';

/** What a QR code on the page says, read from its pixels at the size in which it stands there. */
export async function qrOn(code: Locator): Promise<string> {
  const seen = await code.evaluate(async (svg) => {
    const { width, height } = svg.getBoundingClientRect();
    const image = new Image(Math.round(width), Math.round(height));
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const drawing = canvas.getContext('2d');
    drawing?.drawImage(image, 0, 0, image.width, image.height);
    const pixels = drawing?.getImageData(0, 0, image.width, image.height);
    return { width: image.width, height: image.height, data: [...(pixels?.data ?? [])] };
  });
  return decodeQR({ ...seen, data: Uint8Array.from(seen.data) });
}
