/**
 * How a reply is shown, for the server and the page alike: paragraphs and lists, WhatsApp's *bold*,
 * numbers to call and chat links. Everything else stays text.
 *
 * What stands in quotation marks is the person's own message. It is never linked: a recruiter's
 * number must not become a button.
 */

/** Paragraphs and lists of a reply; an empty line parts two of them. */
export function blocks(text) {
  const found = [];
  for (const line of text.split('\n')) {
    const { kind, marker } = kindOf(line);
    const last = found[found.length - 1];
    const open =
      last?.kind === kind ? last : { kind, start: Number.parseInt(marker, 10), lines: [] };
    if (open !== last) found.push(open);
    open.lines.push(runs(line.slice(marker.length)));
  }
  return found.filter((block) => block.kind !== 'gap');
}

/** A line that begins with "• " or "1. " is an item of a list. */
function kindOf(line) {
  const [marker] = /^(?:•|\d\.) /.exec(line) ?? [''];
  if (line.trim() === '') return { kind: 'gap', marker };
  if (marker === '') return { kind: 'p', marker };
  return { kind: marker === '• ' ? 'ul' : 'ol', marker };
}

function runs(line) {
  const from = line.indexOf('"') + 1;
  const to = Math.max(line.lastIndexOf('"'), from);
  let end = 0;
  return line
    .split(/(\*[^*]+\*)/)
    .flatMap((piece) => {
      const bold = /^\*[^*]+\*$/.test(piece);
      const start = end + (bold ? 1 : 0);
      end += piece.length;
      const stop = bold ? end - 1 : end;
      const part = (a, b) => line.slice(Math.max(start, a), Math.min(stop, b));
      return [
        ...links(part(0, from), bold),
        { text: part(from, to), bold, quoted: true, href: null },
        ...links(part(to, line.length), bold),
      ];
    })
    .filter((run) => run.text !== '');
}

const shortNumber = /^\+?\d[\d -]+\d$/;
const longNumberOrChat = /((?:https:\/\/)?wa\.me\/\d+|\+\d[\d -]{6,}\d|\b0\d[\d -]{5,}\d)/;

/** Short numbers such as 110 are linked in bold only; elsewhere they may be an age or an amount. */
function links(text, bold) {
  const whole = bold && shortNumber.test(text);
  return (whole ? ['', text] : text.split(longNumberOrChat)).map((part, i) => ({
    text: part,
    bold,
    quoted: false,
    href: i % 2 === 1 ? hrefOf(part) : null,
  }));
}

const hrefOf = (part) =>
  part.includes('wa.me')
    ? `https://${part.replace('https://', '')}`
    : `tel:${part.replace(/[^\d+]/g, '')}`;
