// A page on paper.

/** How many sheets of A4 the page makes. */
export async function countPages(tab) {
  const pdf = await tab.pdf({ format: 'A4', preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;
}

/** The width of A4 between the margins that the style sheet sets, at 96 dots an inch. */
export const paperWidth = Math.round(((210 - 2 * 14) / 25.4) * 96);
