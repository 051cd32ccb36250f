import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Attachment, Inbound } from '#domain/message.ts';

/** Of one file. The page makes photos smaller before it sends them; a long PDF fits. */
export const fileBytesMax = 8_388_608;
/** Of all files of one message. */
const uploadBytesMax = 16_777_216;
/** Of one message; what comes beyond is not read. */
export const filesMax = 5;
/** One more is taken, so that this can be told. */
const filesTakenMax = filesMax + 1;
/** What a form may hold at all; what is above the files taken is thrown away unread. */
const formFilesMax = 20;
const fieldBytesMax = 32_768;
const fieldsMax = 4;
/** Of all uploads that are on their way or being read; beyond it new ones are asked to wait. */
const heldBytesMax = 67_108_864;

/** Files of one message, and what could not be taken. Types are told by content, not here. */
type Upload = Pick<Inbound, 'attachments' | 'notices'>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where the request brings no form with files. */
    upload: Upload | null;
  }
}

/**
 * Has the routes of `server` take `multipart/form-data` into memory, never onto the disk: fields
 * become the body, files lie beside it. A file that is too large is let go and told, not refused
 * with the words beside it.
 */
export async function takeUploads(server: FastifyInstance): Promise<void> {
  await server.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fileSize: fileBytesMax,
      files: formFilesMax,
      fieldSize: fieldBytesMax,
      fields: fieldsMax,
      parts: formFilesMax + fieldsMax,
    },
  });
  server.decorateRequest('upload', null);
  let heldBytes = 0;
  const hold = (bytes: number): void => {
    heldBytes += bytes;
  };
  server.addHook('preValidation', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.isMultipart()) return;
    if (heldBytes > heldBytesMax)
      throw Object.assign(new Error('too many uploads'), { statusCode: 429 });
    let mine = 0;
    reply.raw.once('close', () => hold(-mine));
    try {
      await takeParts(request, (bytes) => {
        mine += bytes;
        hold(bytes);
      });
    } catch (error) {
      // The parser throws plain errors where a form is broken or breaks off: not a fault of ours.
      throw Object.assign(error as Error, {
        statusCode: (error as FastifyError).statusCode ?? 400,
      });
    }
  });
}

async function takeParts(request: FastifyRequest, hold: (bytes: number) => void): Promise<void> {
  const fields = new Map<string, unknown>();
  const attachments: Attachment[] = [];
  let isTooLarge = false;
  let bytesLeft = uploadBytesMax;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields.set(part.fieldname, part.value);
      continue;
    }
    const room = attachments.length < filesTakenMax ? bytesLeft : 0;
    const bytes = await takeFile(part, room, hold);
    // A form without a chosen file sends an empty one without a name.
    if (bytes?.length === 0 && part.filename === '') continue;
    if (bytes) {
      bytesLeft -= bytes.length;
      attachments.push({ kind: 'document', bytes, mime: part.mimetype, name: part.filename });
    } else if (attachments.length < filesTakenMax) isTooLarge = true;
  }
  request.body = Object.fromEntries(fields);
  request.upload = {
    ...(attachments.length > 0 && { attachments }),
    ...(isTooLarge && { notices: ['too-large'] }),
  };
}

/** The bytes of a file; null where it does not fit. It is always read to its end. */
async function takeFile(
  { file }: MultipartFile,
  bytesMax: number,
  hold: (bytes: number) => void,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) continue;
    hold(chunk.length);
    chunks.push(chunk);
  }
  return file.truncated || length > bytesMax ? null : Buffer.concat(chunks);
}
