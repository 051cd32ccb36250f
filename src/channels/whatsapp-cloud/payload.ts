import { z } from 'zod';

/** Of one call; Meta sends at most 1,000 changes in one. */
const itemsMax = 1_000;
const idLengthMax = 512;
/** Longer texts are cut: WhatsApp takes 65,536 characters, rules need no more than this. */
const textLengthMax = 16_384;
const cardsMax = 10;

const id = z.string().min(1).max(idLengthMax);
const text = z.string().transform((t) => t.slice(0, textLengthMax));
const line = z.string().max(textLengthMax);
const media = z.object({
  id,
  mime_type: z.string().max(200).optional(),
  sha256: z.string().max(100).optional(),
  filename: line.optional(),
  caption: text.optional(),
});
const chosen = z.object({ id: z.string().max(idLengthMax), title: line.optional() });
const card = z.object({
  name: z.object({ formatted_name: line.optional() }).optional(),
  org: z
    .object({ company: line.optional(), department: line.optional(), title: line.optional() })
    .optional(),
  phones: z.array(z.object({ phone: line.optional(), wa_id: line.optional() })).optional(),
  emails: z.array(z.object({ email: line.optional() })).optional(),
  urls: z.array(z.object({ url: line.optional() })).optional(),
});

/** What a message brings; of what is not named here nothing is read. */
const contentShape = {
  type: z.string().max(100),
  context: z
    .object({ forwarded: z.boolean().optional(), frequently_forwarded: z.boolean().optional() })
    .nullish(),
  text: z.object({ body: text }).optional(),
  image: media.optional(),
  document: media.optional(),
  audio: media.optional(),
  video: media.optional(),
  sticker: media.optional(),
  contacts: z
    .array(card)
    .transform((list) => list.slice(0, cardsMax))
    .optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  interactive: z
    .object({ button_reply: chosen.optional(), list_reply: chosen.optional() })
    .optional(),
  button: z.object({ text: text.optional() }).optional(),
};
const messageSchema = z.object({
  ...contentShape,
  id,
  timestamp: z.string().regex(/^\d{1,12}$/),
  /** Number of the writer; left out where they hide it behind a name. */
  from: z.string().max(idLengthMax).optional(),
  from_user_id: z.string().max(idLengthMax).optional(),
  group_id: z.string().max(idLengthMax).optional(),
  revoke: z.object({ original_message_id: id }).optional(),
  edit: z
    .object({ original_message_id: id, message: z.object(contentShape).optional() })
    .optional(),
});
const statusSchema = z.object({
  status: z.string().max(100),
  biz_opaque_callback_data: z.string().max(idLengthMax).optional(),
});
const valueSchema = z.object({
  metadata: z.object({ phone_number_id: id }),
  contacts: z
    .array(z.object({ wa_id: id.optional(), user_id: id.optional() }))
    .max(itemsMax)
    .optional(),
  messages: z.array(z.unknown()).max(itemsMax).optional(),
  statuses: z.array(z.unknown()).max(itemsMax).optional(),
});
const callSchema = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z
    .array(
      z.object({
        changes: z.array(z.object({ field: z.string(), value: z.unknown() })).max(itemsMax),
      }),
    )
    .max(itemsMax),
});

export type CloudContent = Omit<
  z.infer<typeof messageSchema>,
  'id' | 'timestamp' | 'from' | 'from_user_id' | 'group_id' | 'revoke' | 'edit'
>;
export type CloudMessage = z.infer<typeof messageSchema> & {
  /** The number of ours that it was written to. */
  readonly numberId: string;
  /** Business-scoped id of the writer, told beside the message. */
  readonly userId: string | null;
};
export type CloudStatus = z.infer<typeof statusSchema>;
export type CloudCall = {
  readonly messages: readonly CloudMessage[];
  readonly statuses: readonly CloudStatus[];
  /** Parts that look like none of these, or belong to a number that is not ours. */
  readonly strange: number;
};

/**
 * What a call of Meta's holds: all messages and statuses of all its parts. A part that cannot be
 * read keeps no other from being read. null where it is no call of WhatsApp.
 */
export function readCall(json: unknown, numberIds: ReadonlySet<string>): CloudCall | null {
  const call = callSchema.safeParse(json);
  if (!call.success) return null;
  const messages: CloudMessage[] = [];
  const statuses: CloudStatus[] = [];
  let strange = 0;
  const readable = <T>(schema: z.ZodType<T>, items: readonly unknown[] = []): T[] =>
    items.flatMap((item) => {
      const read = schema.safeParse(item);
      if (read.success) return [read.data];
      strange++;
      return [];
    });
  const changes = call.data.entry.flatMap((e) => e.changes).filter((c) => c.field === 'messages');
  for (const value of readable(
    valueSchema,
    changes.map((c) => c.value),
  )) {
    if (!numberIds.has(value.metadata.phone_number_id)) strange++;
    else {
      statuses.push(...readable(statusSchema, value.statuses));
      messages.push(...readable(messageSchema, value.messages).map((m) => placed(m, value)));
    }
  }
  return { messages, statuses, strange };
}

function placed(
  message: z.infer<typeof messageSchema>,
  { metadata, contacts = [] }: z.infer<typeof valueSchema>,
): CloudMessage {
  const { from, from_user_id: userId } = message;
  const writer = contacts.find(
    (c) => (from && c.wa_id === from) || (userId && c.user_id === userId),
  );
  return {
    ...message,
    numberId: metadata.phone_number_id,
    userId: userId ?? writer?.user_id ?? null,
  };
}
