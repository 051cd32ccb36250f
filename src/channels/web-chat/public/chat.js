import { abandonAll, ask } from './ask.js';
import { element, markSent, mineItem, problem, progress, theirItems } from './bubbles.js';
import { addFiles, hasFiles, offerSources, pick, takeDropsAndPastes, takeFiles } from './files.js';

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
/** From here on it is said that a file is being read. */
const readingAfterMs = 2_000;

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

/** Says that files are being read where that takes long; returns how to stop saying so. */
function sayReading() {
  const timer = setTimeout(() => {
    byId('reading').textContent = settings.reading;
    scrollToEnd();
  }, readingAfterMs);
  return () => {
    clearTimeout(timer);
    byId('reading').textContent = '';
  };
}

async function transmit(item, { text, files }) {
  // Indonesian is no choice: then the answer follows the language of the message.
  const isChosen = settings.isChosen && settings.language !== 'id';
  const message = { chat, text, ...(isChosen && { language: settings.language }) };
  if (files.length === 0) return ask(message, files, {});
  const bar = progress(settings.sending);
  item.append(bar.node);
  let stopSaying = () => {};
  const sent = () => {
    bar.node.remove();
    stopSaying();
    stopSaying = sayReading();
  };
  const onProgress = (share) => (share < 1 ? bar.set(share) : sent());
  try {
    return await ask(message, files, { progress: onProgress });
  } finally {
    bar.node.remove();
    stopSaying();
  }
}

async function deliver(item, message) {
  showTyping(1);
  scrollToEnd();
  const [{ taken, answer }] = await Promise.all([transmit(item, message), wait(typingMinMs)]);
  showTyping(-1);
  // After the quick exit nothing may come back to the page.
  if (!item.isConnected) return;
  if (taken) markSent(item, settings);
  else {
    const reason = answer ? '' : settings.failed;
    item.append(problem(reason, settings.again, () => sendAgain(item, message)));
  }
  if (!answer) return scrollToEnd();
  showDay();
  const items = theirItems(answer, settings);
  log.append(...items);
  scrollToAnswer(items[0]);
}

function sendAgain(item, message) {
  item.querySelector('.problem').remove();
  log.append(item);
  focusInput();
  void deliver(item, message);
}

function focusInput() {
  if (!touch) input.focus({ preventScroll: true });
}

async function send(text, label = text, files = []) {
  for (const old of log.querySelectorAll('.choices')) old.remove();
  byId('examples')?.remove();
  showDay();
  const item = mineItem(label, files, settings);
  log.append(item);
  focusInput();
  const blobs = await Promise.all(files.map(({ blob }) => blob));
  const ready = files.flatMap(({ name }, i) => (blobs[i] ? [{ name, blob: blobs[i] }] : []));
  // A file that turned out to be too large was all there was; the note under it says so.
  if (text === '' && ready.length === 0) item.remove();
  else await deliver(item, { text, files: ready });
}

function say(words) {
  note.textContent = words;
  note.hidden = words === '';
}

const add = (files) => addFiles(files, settings, say);

function grow() {
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight + 2}px`;
}

/** Says while the person still writes that a text is too long. */
function checkLength() {
  const tooLong = input.value.length > settings.max;
  say(tooLong ? settings.tooLong : '');
  input.setAttribute('aria-invalid', String(tooLong));
  return !tooLong;
}

// The browser would complain of an empty field in its own language, over the answer.
composer.noValidate = true;
composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if ((text === '' && !hasFiles()) || !checkLength()) return input.focus();
  input.value = '';
  grow();
  void send(text, text, takeFiles());
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
  byId('sources').replaceChildren(...other.getElementById('sources').children);
  for (const name of ['title', 'aria-label'])
    byId('attach').setAttribute(name, other.getElementById('attach').getAttribute(name));
  byId('chosen').ariaLabel = other.getElementById('chosen').ariaLabel;
  document.body.dataset.drop = other.body.dataset.drop;
  input.placeholder = other.getElementById('text').placeholder;
  document.documentElement.lang = settings.language;
  document.title = other.title;
  history.replaceState(null, '', href);
  checkLength();
  byId('language').focus();
}

/** Leaves nothing on the page, and takes the chat out of the history of the tab. */
function leave(href) {
  abandonAll();
  log.replaceChildren();
  takeFiles();
  input.value = '';
  document.title = '';
  location.replace(href);
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('button[data-id], #language, #leave, [data-pick]');
  if (!target) return;
  event.preventDefault();
  if (target.id === 'leave') leave(target.href);
  else if (target.id === 'language')
    switchLanguage(target.href).catch(() => location.assign(target.href));
  else if (target.dataset.pick) pick(target.dataset.pick, touch);
  else void send(target.dataset.id || target.value, target.value);
});

offerSources(touch, add);
takeDropsAndPastes(input, add);
showDay();
if (input.value !== '') grow();
