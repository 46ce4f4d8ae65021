/** A bid's document as a bidder would make it: a real PDF of so many pages, Chinese, with a heading on each. */
import { createRequire } from 'node:module';
import PdfDocument from 'pdfkit';
import type { Project } from '#shared/projects/project.ts';
import type { Staff } from '#test/demo/staff.ts';

const font = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);

export async function bidPdf(title: string, pages = 1): Promise<Buffer> {
  const pdf = new PdfDocument({ size: 'A4', autoFirstPage: false, font: '', info: { Title: title } });
  pdf.registerFont('text', font);
  pdf.font('text');
  for (let page = 1; page <= pages; page++) {
    pdf.addPage();
    pdf.fontSize(24).text(`${title} 第 ${page} 页`);
    pdf.moveDown().fontSize(12);
    pdf.text('一、施工总体部署：本工程按“分区、分段、流水”组织，关键线路为综合管廊主体结构。'.repeat(12));
    pdf.moveDown().text(`二、质量保证措施（第 ${page} 章）：执行三检制，隐蔽工程先验收后覆盖。`.repeat(10));
  }
  pdf.end();
  const parts: Buffer[] = [];
  for await (const part of pdf) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The agency files one document of so many pages for each bidder. */
export async function fileBids(agency: Staff, { id, bidders }: Project, pages: number): Promise<void> {
  const title = encodeURIComponent('技术标');
  for (const bidder of bidders)
    await agency.file(
      `/api/projects/${id}/bids/${bidder.id}/documents?title=${title}`,
      await bidPdf('施工组织设计', pages),
    );
}
