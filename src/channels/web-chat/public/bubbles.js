import { blocks } from './format.js';

const timeParts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** Only elements and text are made here, never markup from a message or a reply. */
export function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** A name that screen readers say and nobody sees. */
const speaker = (name) => element('span', 'hidden', `${name}: `);

function clock(language) {
  const now = new Date();
  const time = element('time', '', now.toLocaleTimeString(language, timeParts));
  time.dateTime = now.toISOString();
  return time;
}

/** The person's own message. Screen readers do not repeat it: they wait for the answer. */
export function mineItem(text, files, settings) {
  const words = element('p', 'plain', text);
  words.dir = 'auto';
  const meta = element('span', 'meta', clock(settings.language), element('span', 'tick'));
  const sent = files.map(({ name, thumb }) => {
    const label = element('span', 'name', name);
    label.dir = 'auto';
    return element('p', 'file', thumb, label);
  });
  const bubble = element('div', 'bubble', ...sent, ...(text === '' ? [] : [words]), meta);
  const item = element('div', 'mine', speaker(settings.you), bubble);
  item.setAttribute('aria-live', 'off');
  return item;
}

/** A bar that shows how much of a file is sent. */
export function progress(label) {
  const bar = element('progress');
  bar.max = 1;
  bar.value = 0;
  return {
    node: element('label', 'progress', label, bar),
    set(share) {
      bar.value = share;
    },
  };
}

/** Sets the mark of a message: nothing while it is on its way, then one grey tick. */
export function markSent(item, settings) {
  const sign = element('span', '', '✓');
  sign.setAttribute('aria-hidden', 'true');
  item.querySelector('.tick').replaceChildren(sign, element('span', 'hidden', settings.sent));
}

/** Under a message that was not sent: what happened, and a button to send it again. */
export function problem(reason, label, sendAgain) {
  const again = element('button', '', label);
  again.addEventListener('click', sendAgain);
  const note = element('div', 'problem', reason, again);
  note.setAttribute('role', 'alert');
  return note;
}

/** No alarming colour where somebody may be watched. */
const shownRisk = (verdict) => (verdict && verdict.kind !== 'emergency' ? verdict.risk : null);

/** The bubbles of an answer. */
export function theirItems({ replies, verdict }, settings) {
  return replies.map(({ text, choices = [] }, i) => {
    const bubble = element('div', 'bubble', ...formatted(text));
    const risk = i === 0 ? shownRisk(verdict) : null;
    if (risk) bubble.dataset.risk = risk;
    if (i === replies.length - 1) bubble.append(element('span', 'meta', clock(settings.language)));
    const item = element('div', 'theirs', speaker(settings.bot), bubble);
    if (choices.length > 0) item.append(element('div', 'choices', ...choices.map(choiceButton)));
    return item;
  });
}

function choiceButton({ id, label }) {
  const button = element('button', '', label);
  button.value = label;
  button.dataset.id = id;
  return button;
}

function formatted(text) {
  return blocks(text).map(({ kind, start, lines }) => {
    const block = element(kind);
    if (kind === 'ol') block.start = start;
    lines.forEach((line, i) => {
      if (kind !== 'p') block.append(element('li', '', ...line.map(runNode)));
      else block.append(...(i > 0 ? [element('br')] : []), ...line.map(runNode));
    });
    return block;
  });
}

function runNode({ text, bold, quoted, href }) {
  let node = quoted ? element('bdi', 'quote', text) : new Text(text);
  if (href) {
    node = element('a', '', node);
    node.href = href;
  }
  return bold ? element('strong', '', node) : node;
}
