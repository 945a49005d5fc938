/** A body that some client may send, by mistake or on purpose. */
export interface OddBody {
  type: string;
  bytes: Buffer;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const MULTIPART_TYPE = 'multipart/form-data; boundary=b';

const json = (text: string | Buffer, type = JSON_TYPE): OddBody => ({ type, bytes: Buffer.from(text) });
const form = (text: string | Buffer, type = FORM_TYPE): OddBody => ({ type, bytes: Buffer.from(text) });
const multipart = (text: string | Buffer, type = MULTIPART_TYPE): OddBody => ({ type, bytes: Buffer.from(text) });

/** Wraps parts into the boundary `b`. */
const parts = (...each: string[]): OddBody =>
  multipart(`${each.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`);
const field = (name: string, value: string, headers = ''): string =>
  `content-disposition: form-data; name="${name}"${headers}\r\n\r\n${value}`;

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const nestedObjects = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
const many = (count: number, item: (index: number) => string, by: string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(by);

export const ODD_BODIES: Record<string, OddBody> = {
  'nothing as JSON': json(''),
  'JSON that is null': json('null'),
  'JSON that is text': json('"text"'),
  'JSON that is cut off': json('{"name": "a'),
  'JSON twice': json('{"name": "a"}{"name": "b"}'),
  '4,000 nested arrays': json(nested(4_000)),
  '4,000 arrays nested in a field': json(`{"name": "a", "system_prompt": "b", "email": ${nested(4_000)}}`),
  '400,000 nested arrays': json(nested(400_000)),
  '150,000 nested objects': json(nestedObjects(150_000)),
  'nested arrays that are never closed': json('['.repeat(900_000)),
  'nested arrays in text': json(JSON.stringify({ name: nested(100_000), email: nested(100) })),
  '300,000 values': json(`[${many(300_000, () => '1', ',')}]`),
  '60,000 fields': json(`{${many(60_000, (index) => `"f${index}":1`, ',')}}`),
  'the same field 50,000 times': json(`{${many(50_000, () => '"name":"a"', ',')}}`),
  'a number of 900,000 digits': json(`{"name": ${'9'.repeat(900_000)}}`),
  'half a surrogate pair': json(String.raw`{"name": "\ud83d", "system_prompt": "b", "email": "\udc00"}`),
  'half a surrogate pair as a name': json(String.raw`{"name": "a", "system_prompt": "b", "\ud83d": 1}`),
  'a NUL character': json(String.raw`{"name": "\u0000", "system_prompt": "b", "email": "\u0000"}`),
  'a prototype': json('{"__proto__": {"name": "a", "isAdmin": true}, "name": "a", "system_prompt": "b"}'),
  'a constructor': json('{"constructor": {"prototype": {"isAdmin": true}}, "name": "a", "system_prompt": "b"}'),
  'bytes that are no UTF-8': json(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  'JSON behind a byte order mark': json('\ufeff{"name": 1}'),
  'JSON in a charset that nobody knows': json('{}', `${JSON_TYPE}; charset=klingon`),
  'JSON whose type has broken parameters': json('{}', `${JSON_TYPE}; charset="utf-8; ;;=,"`),
  '2 MB of JSON': json(`{"name": "${'x'.repeat(2_000_000)}"}`),
  'a form of 40,000 digits and a letter': form(`temperature=${'1'.repeat(40_000)}x&Duration=${'1'.repeat(40_000)}x`),
  'a form of 900,000 spaces': form(`temperature=1${'+'.repeat(900_000)}x`),
  'a form of 50,000 fields': form(many(50_000, (index) => `f${index}=1`, '&')),
  'a form with one field 900 times': form(many(900, () => 'CallSid=CA1', '&')),
  'a form of ampersands': form('&'.repeat(900_000)),
  'a form of percent signs': form('a=' + '%'.repeat(900_000)),
  'a form with NUL characters': form('CallSid=%00&%00=a'),
  'a form that is no UTF-8': form('CallSid=%FF%FE&%ED%A0%80=a'),
  'a form that would set a prototype': form('__proto__=a&__proto__=b&constructor=c&prototype=d'),
  'a form with nested names': form(`a${'[b]'.repeat(50_000)}=1`),
  'two parts without headers': multipart('--b\r\n\r\na\r\n--b\r\n\r\nb\r\n--b--\r\n'),
  'a part with broken headers': multipart('--b\r\n:::\r\n\r\na\r\n--b\r\n\x00\r\n\r\n'),
  'two parts that begin with line feeds': multipart('--b\r\n\n\r\n--b\r\n\n\r\n--b--\r\n'),
  'a part whose headers never end': multipart(`--b\r\n${'x-a: b\r\n'.repeat(20_000)}`),
  'a part in a charset that nobody knows': parts(
    field('message', 'a', '\r\ncontent-type: text/plain; charset=klingon'),
  ),
  'a part without a name': parts('content-disposition: form-data\r\n\r\na', field('message', 'a')),
  'a part that would set a prototype': parts(field('__proto__', 'a'), field('constructor', 'b')),
  'a part that is no UTF-8': multipart(
    Buffer.concat([Buffer.from(`--b\r\n${field('message', '')}`), Buffer.from([0xff]), Buffer.from('\r\n--b--\r\n')]),
  ),
  'a part with a NUL character': parts(field('message', 'a\0b')),
  '5,000 parts': parts(...Array.from({ length: 5_000 }, () => field('message', 'a'))),
  '5,000 parts without headers': multipart('--b\r\n\r\na\r\n'.repeat(5_000)),
  'files that nobody asked for': parts(...Array.from({ length: 50 }, () => field('other', 'a', '; filename="a"'))),
  'a file that is cut off': multipart(`--b\r\n${field('other', 'a'.repeat(1_000), '; filename="a"')}`),
  'a wanted file that is cut off': multipart(`--b\r\n${field('image', 'a'.repeat(1_000), '; filename="a"')}`),
  'a multipart body without a boundary': multipart('--b\r\n\r\n', 'multipart/form-data'),
  'a multipart body with a long boundary': multipart(
    '--b\r\n\r\n',
    `multipart/form-data; boundary=${'b'.repeat(5_000)}`,
  ),
  'a multipart body of boundaries': multipart('--b\r\n'.repeat(100_000)),
  text: { type: 'text/plain', bytes: Buffer.from('text') },
  'bytes without a type that are no text': { type: '', bytes: Buffer.from([0, 1, 2, 0xff]) },
  'XML that refers to itself': {
    type: 'application/xml',
    bytes: Buffer.from('<!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;</a>'),
  },
  'a long type': json('{}', `application/${'a+'.repeat(3_000)}json; ${'a=b;'.repeat(1_000)}`),
};
