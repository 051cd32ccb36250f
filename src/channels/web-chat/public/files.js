import { element } from './bubbles.js';

/** The server reads pictures at 1,500 px; more would only cost the person's data. */
const edgeMaxPx = 2_000;
const thumbPx = 320;
const jpegQuality = 0.85;
const bytesPerKb = 1_024;
const bytesPerMb = 1_048_576;
/** What every server can unpack; anything else a browser can show becomes a JPEG. */
const known = new Set(['image/jpeg', 'image/png', 'image/webp']);

const field = document.getElementById('file');
const { accept: accepted } = field;

let chosen = [];

/** Adds files to those of the next message; `say` shows what is wrong with one. */
export function addFiles(files, settings, say) {
  say('');
  for (const file of files) {
    if (chosen.length >= settings.filesMax) {
      say(settings.filesTooMany);
      break;
    }
    chosen.push(choose(file, settings, say));
  }
  show();
}

/** The files of the message, which from now on belong to it. */
export function takeFiles() {
  const taken = chosen;
  chosen = [];
  show();
  return taken;
}

export const hasFiles = () => chosen.length > 0;

function choose(file, settings, say) {
  const thumb = element('canvas');
  thumb.hidden = true;
  thumb.setAttribute('aria-hidden', 'true');
  const about = `${file.name} (${sizeOf(file, settings.language)})`;
  const label = element('span', 'name', about);
  label.dir = 'auto';
  const remove = element('button', 'remove', '×');
  remove.type = 'button';
  remove.setAttribute('aria-label', settings.remove.replace('{name}', file.name));
  const entry = { name: file.name, item: element('li', '', thumb, label, remove), thumb };
  const discard = () => {
    const at = chosen.indexOf(entry);
    if (at < 0) return;
    chosen.splice(at, 1);
    show();
    (document.querySelector('#chosen .remove') ?? document.getElementById('text')).focus();
  };
  remove.addEventListener('click', discard);
  entry.blob = shrink(file, thumb).then((blob) => {
    if (blob.size <= settings.fileBytesMax) return blob;
    discard();
    say(settings.fileTooLarge.replace('{name}', file.name));
    return null;
  });
  return entry;
}

function show() {
  const list = document.getElementById('chosen');
  list.replaceChildren(...chosen.map((entry) => entry.item));
  list.hidden = chosen.length === 0;
}

function sizeOf({ size }, language) {
  const isSmall = size < bytesPerMb;
  const amount = size / (isSmall ? bytesPerKb : bytesPerMb);
  const digits = { maximumFractionDigits: isSmall ? 0 : 1 };
  return `${amount.toLocaleString(language, digits)} ${isSmall ? 'kB' : 'MB'}`;
}

/**
 * A picture upright and at reading size, without what a camera writes beside it (such as the
 * place); anything else as it is. Draws the picture small into `thumb`.
 */
async function shrink(file, thumb) {
  if (!file.type.startsWith('image/')) return file;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    // The browser does not know this kind; perhaps the server does, and it says so if not.
    return file;
  }
  drawThumb(bitmap, thumb);
  const scale = Math.min(1, edgeMaxPx / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && known.has(file.type)) return file;
  const canvas = element('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', jpegQuality));
  return blob ?? file;
}

function drawThumb(bitmap, thumb) {
  const scale = thumbPx / Math.max(bitmap.width, bitmap.height);
  thumb.width = Math.max(1, Math.round(bitmap.width * scale));
  thumb.height = Math.max(1, Math.round(bitmap.height * scale));
  thumb.hidden = false;
  thumb.getContext('2d').drawImage(bitmap, 0, 0, thumb.width, thumb.height);
}

/** Puts the button in the place of the browser's own field, whose files `add` gets. */
export function offerSources(touch, add) {
  for (const node of document.querySelectorAll('.without-script')) node.hidden = true;
  field.name = '';
  field.addEventListener('change', () => {
    openSources(false);
    add([...field.files]);
    field.value = '';
  });
  const attach = document.getElementById('attach');
  attach.hidden = false;
  if (!touch) return;
  attach.setAttribute('aria-controls', 'sources');
  openSources(false);
}

function openSources(isOpen) {
  document.getElementById('sources').hidden = !isOpen;
  const attach = document.getElementById('attach');
  if (attach.hasAttribute('aria-controls')) attach.setAttribute('aria-expanded', String(isOpen));
}

/** On a phone the button opens the choice between camera and files; else the list of files. */
export function pick(source, touch) {
  if (source === 'choice' && touch) return openSources(document.getElementById('sources').hidden);
  field.accept = source === 'camera' ? 'image/*' : accepted;
  if (source === 'camera') field.setAttribute('capture', 'environment');
  else field.removeAttribute('capture');
  field.click();
}

/** Files that are dropped anywhere on the page or pasted into the box. */
export function takeDropsAndPastes(box, add) {
  const bringsFiles = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!bringsFiles(event)) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  box.addEventListener('paste', (event) => {
    const { files } = event.clipboardData;
    // Word processors put a picture of the text beside the text.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    add([...files]);
  });
}
