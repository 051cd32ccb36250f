/**
 * Cuts a reply into runs: WhatsApp's *bold*, phone numbers and chat links become what a page can
 * show; everything else stays text. Used by the server and by the page, so both show the same.
 * @param {string} text
 * @returns {{ text: string, bold: boolean, href: string | null }[]}
 */
export function runs(text) {
  return text.split(/(\*[^*\n]+\*)/).flatMap((piece) => {
    const bold = piece.length > 2 && piece.startsWith('*') && piece.endsWith('*');
    return links(bold ? piece.slice(1, -1) : piece, bold);
  });
}

const linkable = /(https:\/\/wa\.me\/\d+|wa\.me\/\d+|\+?\d[\d -]{6,}\d|\b(?:110|129|1955)\b)/;

/** @param {string} text @param {boolean} bold */
function links(text, bold) {
  return text
    .split(linkable)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, bold, href: hrefOf(part) }));
}

/** @param {string} part */
function hrefOf(part) {
  if (/^(https:\/\/)?wa\.me\/\d+$/.test(part)) return `https://${part.replace('https://', '')}`;
  if (linkable.test(part)) return `tel:${part.replace(/[^\d+]/g, '')}`;
  return null;
}
