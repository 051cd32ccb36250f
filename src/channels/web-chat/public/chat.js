import { element, markSent, mineItem, problem, theirItems } from './bubbles.js';

const byId = (id) => document.getElementById(id);
const log = byId('log');
const typing = byId('typing');
const composer = byId('composer');
const input = byId('text');
const note = byId('note');
/** Made for this page. It lives in no storage: what the page no longer shows, it no longer knows. */
const chat = composer.elements.chat.value;
/** On a phone Enter makes a new line and the keyboard comes only when asked for. */
const touch = matchMedia('(pointer: coarse)').matches;
/** A typing sign shorter than this flickers. */
const typingMinMs = 400;
const answerTimeoutMs = 20_000;

let settings = JSON.parse(byId('page').dataset.settings);
let waiting = 0;
let day = '';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A date line over the first message of a day. */
function showDay() {
  const parts = { weekday: 'long', day: 'numeric', month: 'long' };
  const today = new Date().toLocaleDateString(settings.language, parts);
  if (today === day) return;
  if (day === '') byId('day').textContent = today;
  else log.append(element('div', 'day', today));
  day = today;
}

const scrollToEnd = () => scrollTo(0, document.documentElement.scrollHeight);

/** An answer longer than the screen is read from its beginning. */
function scrollToAnswer(first) {
  scrollToEnd();
  if (first.getBoundingClientRect().top < byId('header').getBoundingClientRect().bottom)
    first.scrollIntoView();
}

function showTyping(change) {
  waiting += change;
  typing.hidden = waiting === 0;
}

async function ask(text) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), answerTimeoutMs);
  try {
    const response = await fetch('/api/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Indonesian is no choice: then the answer follows the language of the message.
      body: JSON.stringify({
        chat,
        text,
        ...(settings.language !== 'id' && { language: settings.language }),
      }),
      signal: stop.signal,
    });
    const answer = await response.json();
    return { taken: response.ok, answer: answer.replies ? answer : null };
  } catch {
    return { taken: false, answer: null };
  } finally {
    clearTimeout(timer);
  }
}

async function deliver(item, text) {
  showTyping(1);
  scrollToEnd();
  const [{ taken, answer }] = await Promise.all([ask(text), wait(typingMinMs)]);
  showTyping(-1);
  // After the quick exit nothing may come back to the page.
  if (!item.isConnected) return;
  if (taken) markSent(item, settings);
  else {
    const reason = answer ? '' : settings.failed;
    item.append(problem(reason, settings.again, () => sendAgain(item, text)));
  }
  if (!answer) return scrollToEnd();
  showDay();
  const items = theirItems(answer, settings);
  log.append(...items);
  scrollToAnswer(items[0]);
}

function sendAgain(item, text) {
  item.querySelector('.problem').remove();
  log.append(item);
  focusInput();
  void deliver(item, text);
}

function focusInput() {
  if (!touch) input.focus({ preventScroll: true });
}

function send(text, label = text) {
  for (const old of log.querySelectorAll('.choices')) old.remove();
  byId('examples')?.remove();
  showDay();
  const item = mineItem(label, settings);
  log.append(item);
  focusInput();
  void deliver(item, text);
}

function grow() {
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight + 2}px`;
}

/** Says while the person still writes that a text is too long. */
function checkLength() {
  const tooLong = input.value.length > settings.max;
  note.textContent = tooLong ? settings.tooLong : '';
  note.hidden = !tooLong;
  input.setAttribute('aria-invalid', String(tooLong));
  return !tooLong;
}

// The browser would complain of an empty field in its own language, over the answer.
composer.noValidate = true;
composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (text === '' || !checkLength()) return input.focus();
  input.value = '';
  grow();
  send(text);
});
input.addEventListener('input', () => {
  grow();
  checkLength();
});
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || touch) return;
  event.preventDefault();
  composer.requestSubmit();
});

/** Puts the texts of the other language into the page; the conversation stays. */
async function switchLanguage(href) {
  const response = await fetch(href);
  const other = new DOMParser().parseFromString(await response.text(), 'text/html');
  settings = JSON.parse(other.getElementById('page').dataset.settings);
  for (const id of ['skip', 'header', 'notice', 'welcome', 'examples', 'label', 'send', 'info'])
    byId(id)?.replaceWith(other.getElementById(id));
  typing.replaceChildren(...other.getElementById('typing').children);
  input.placeholder = other.getElementById('text').placeholder;
  document.documentElement.lang = settings.language;
  document.title = other.title;
  history.replaceState(null, '', href);
  checkLength();
  byId('language').focus();
}

/** Leaves nothing on the page, and takes the chat out of the history of the tab. */
function leave(href) {
  log.replaceChildren();
  input.value = '';
  document.title = '';
  location.replace(href);
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('button[data-id], #language, #leave');
  if (!target) return;
  event.preventDefault();
  if (target.id === 'leave') leave(target.href);
  else if (target.id === 'language')
    switchLanguage(target.href).catch(() => location.assign(target.href));
  else send(target.dataset.id || target.value, target.value);
});

showDay();
if (input.value !== '') grow();
