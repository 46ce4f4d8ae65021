import { encodeQR } from 'qr';

/** Light modules around the code: what scanners need to find it (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code of digits, a square as large as its place; one path, so that it prints sharp at any size. */
export function QrCode({ digits, label }: { digits: string; label: string }) {
  const rows = encodeQR(digits, 'raw', { ecc: 'medium', encoding: 'numeric', border: QUIET });
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
