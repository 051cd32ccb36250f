const answerTimeoutMs = 20_000;
/** A photo over a slow network, and its turn among others' to be read. */
const filesTimeoutMs = 240_000;

const open = new Set();

/**
 * Sends one message; files go with it as a form.
 * `told.progress` hears the share that is sent (0 to 1), where there are files.
 * @returns what the server says, null where it says nothing, and whether the message was taken
 */
export function ask(message, files, told) {
  const request = new XMLHttpRequest();
  request.open('POST', '/api/chat');
  request.responseType = 'json';
  request.timeout = files.length > 0 ? filesTimeoutMs : answerTimeoutMs;
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (files.length > 0 && total > 0) told.progress(loaded / total);
  });
  open.add(request);
  return new Promise((resolve) => {
    request.addEventListener('loadend', () => {
      open.delete(request);
      const { status, response } = request;
      const answer = response?.replies ? response : null;
      resolve({ taken: status >= 200 && status < 300 && answer !== null, answer });
    });
    if (files.length > 0) request.send(formOf(message, files));
    else {
      request.setRequestHeader('content-type', 'application/json');
      request.send(JSON.stringify(message));
    }
  });
}

/** Fields come first: the server reads them before the files. */
function formOf(message, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(message)) form.set(name, value);
  for (const { blob, name } of files) form.append('file', blob, name);
  return form;
}

/** After the quick exit nothing goes on. */
export function abandonAll() {
  for (const request of open) request.abort();
}
