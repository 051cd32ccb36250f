import { expect, test } from 'vitest';
import { formatted } from '#channels/web-chat/formatted.ts';
import { html } from '#domain/html.ts';

const shown = (text: string) => html`${formatted(text)}`.markup;

test('values are escaped, in text and in attributes; markup made here is not', () => {
  const value = `<b>"it's" & more`;
  const safe = '&lt;b&gt;&quot;it&#39;s&quot; &amp; more';
  expect(html`<p title="${value}">${value}</p>`.markup).toBe(`<p title="${safe}">${safe}</p>`);
  expect(html`<p>${[html`<i>${1}</i>`, html`<br>`]}${null}</p>`.markup).toBe('<p><i>1</i><br></p>');
});

test.each([
  ['lines and paragraphs', 'satu\ndua\n\ntiga', '<p>satu<br>dua</p><p>tiga</p>'],
  ['bullets', 'ini:\n• a\n• b', '<p>ini:</p><ul><li>a</li><li>b</li></ul>'],
  ['numbered lines', '2. a\n3. b\nc', '<ol start="2"><li>a</li><li>b</li></ol><p>c</p>'],
  ['bold', 'balas *1* sudah', '<p>balas <strong>1</strong> sudah</p>'],
  ['a single star', '2*3', '<p>2*3</p>'],
  ['nothing', '\n \n', ''],
])('%s are shown as in a chat', (_, text, markup) => expect(shown(text)).toBe(markup));

test.each([
  ['a short number in bold', 'polisi *110*', 'tel:110', '110'],
  ['a hotline in bold', 'KP2MI *0800-1000*', 'tel:08001000', '0800-1000'],
  ['a number abroad', '*+62 812-9007-0027*', 'tel:+6281290070027', '+62 812-9007-0027'],
  ['a long number in a name', 'SAPA (WA 08111-129-129)', 'tel:08111129129', '08111-129-129'],
  ['a chat link', 'wa.me/628111129129', 'https://wa.me/628111129129', 'wa.me/628111129129'],
])('%s can be tapped', (_, text, href, label) =>
  expect(shown(text)).toContain(`<a href="${href}">${label}</a>`),
);

test.each([
  ['an age or an amount', 'umur 129 tahun, 110 ribu'],
  ['pay', 'gaji Rp15.000.000 sampai 20000000'],
  ['a date', 'di daftar 17 September 2026'],
  ['a choice', 'Balas *1* sudah, *2* belum'],
  ['another web page', 'buka http://wa.me.evil.example/1 atau javascript:alert(1)'],
  ["a number in the person's own words", '• "hubungi 081299887766 atau *081299887766*": jangan'],
  ["a chat link in the person's own words", '• "klik https://wa.me/6281299887766": jangan'],
  ['a quotation inside a quotation', '• "ini "penting" kata 081299887766 ya": jangan'],
])('%s is no link', (_, text) => expect(shown(text)).not.toContain('<a'));

test('the own words are set apart, and a turn of direction in them ends with them', () => {
  expect(shown('• "\u202e<b>bayar *5* 3jt": jangan, tanya *110*')).toBe(
    '<ul><li>&quot;<bdi class="quote">\u202e&lt;b&gt;bayar </bdi><strong><bdi class="quote">5</bdi></strong><bdi class="quote"> 3jt</bdi>&quot;: jangan, tanya <strong><a href="tel:110">110</a></strong></li></ul>',
  );
});
