import { runs } from './format.js';

const app = document.querySelector('.app');
const settings = JSON.parse(app.dataset.settings);
const log = document.getElementById('log');
const examples = document.getElementById('examples');
const composer = document.getElementById('composer');
const quick = document.getElementById('quick');
const input = document.getElementById('text');
const chat = composer.elements.chat.value;
const touch = matchMedia('(pointer: coarse)').matches;
/** A typing sign shorter than this flickers. */
const typingMinMs = 350;

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** Text with line breaks, bold and links; only elements, never markup from a reply. */
function formatted(text) {
  return runs(text).map((run) => {
    const node = run.href ? element('a', '', run.text) : element('span', '', run.text);
    if (run.href) node.href = run.href;
    node.style.whiteSpace = 'pre-line';
    return run.bold ? element('strong', '', node) : node;
  });
}

function addItem(className, who, ...children) {
  const item = element('div', className, element('span', 'who', `${who}: `), ...children);
  log.append(item);
  log.scrollTop = log.scrollHeight;
  return item;
}

function showMine(text) {
  const bubble = element('div', 'bubble', text);
  bubble.style.whiteSpace = 'pre-line';
  return addItem('mine', settings.you, bubble);
}

/** No alarming colour where somebody may be watched. */
const shownRisk = (verdict) => verdict?.kind !== 'emergency' && verdict?.risk;

function showReplies({ replies, verdict }) {
  let first = null;
  replies.forEach((reply, i) => {
    const bubble = element('div', 'bubble', ...formatted(reply.text));
    if (i === 0 && shownRisk(verdict)) bubble.dataset.risk = verdict.risk;
    const item = addItem('theirs', settings.bot, bubble);
    first ??= item;
    if (reply.choices) item.append(choiceButtons(reply.choices));
  });
  log.scrollTop = log.scrollHeight;
  // An answer longer than the screen is read from its beginning.
  const hidden = first ? log.scrollTop - (first.offsetTop - log.offsetTop) : 0;
  if (hidden > 0) log.scrollTop -= hidden + 8;
}

function choiceButtons(choices) {
  const list = element('div', 'choices');
  for (const { id, label } of choices) {
    const button = element('button', '', label);
    button.type = 'button';
    button.addEventListener('click', () => send(id, label));
    list.append(button);
  }
  return list;
}

function showTyping() {
  const dots = element('div', 'bubble typing', ...['', '', ''].map((t) => element('span', '', t)));
  dots.setAttribute('role', 'img');
  dots.setAttribute('aria-label', settings.typing);
  return addItem('theirs', settings.bot, dots);
}

function showFailed(text, label, typing) {
  typing.remove();
  const again = element('button', '', settings.again);
  again.type = 'button';
  const note = element('div', 'bubble failed', settings.failed);
  const item = addItem('theirs', settings.bot, note, element('div', 'choices', again));
  again.addEventListener('click', () => {
    item.remove();
    void deliver(text, label);
  });
}

async function deliver(text, label) {
  const typing = showTyping();
  const waited = new Promise((resolve) => setTimeout(resolve, typingMinMs));
  try {
    const response = await fetch('/api/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat, text, ...(settings.language === 'en' && { language: 'en' }) }),
    });
    const answer = await response.json();
    await waited;
    if (!answer.replies) throw new TypeError('no replies');
    typing.remove();
    showReplies(answer);
  } catch {
    showFailed(text, label, typing);
  }
}

function send(text, label = text) {
  for (const old of log.querySelectorAll('.choices button')) old.disabled = true;
  examples.hidden = true;
  showMine(label);
  if (text.length > settings.max) showReplies({ replies: [{ text: settings.tooLong }] });
  else void deliver(text, label);
  if (!touch) input.focus();
}

function grow() {
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight + 2}px`;
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  grow();
  send(text);
});
quick.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.submitter;
  const isExample = examples.contains(button);
  send(button.value, isExample ? button.value : button.textContent);
});
input.addEventListener('input', grow);
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || touch) return;
  event.preventDefault();
  composer.requestSubmit();
});
document.getElementById('leave').addEventListener('click', (event) => {
  event.preventDefault();
  log.replaceChildren();
  // The chat leaves the history of the tab, too.
  location.replace(event.currentTarget.href);
});
