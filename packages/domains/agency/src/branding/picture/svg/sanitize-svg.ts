import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { PictureRefused } from '../picture-refused.ts';
import { readRaster } from '../raster.ts';
import { checkCss } from './check-css.ts';
import { Copies } from './copies.ts';
import { ANIMATED, ATTRIBUTES, DRAWN } from './vocabulary.ts';

const SVG = 'http://www.w3.org/2000/svg';
const XLINK = 'http://www.w3.org/1999/xlink';
const XML = 'http://www.w3.org/XML/1998/namespace';

const MAX_ELEMENTS = 20_000;
const MAX_DEPTH = 100;

const EMBEDDED_PICTURE = /^data:image\/(?:png|jpe?g|gif|webp);base64,([\w+/=\s]*)$/i;
/** Attributes with other names than CSS properties have may hold references, too. */
const HOLDS_CSS = /[(\\]/;

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escapeValue = (text: string): string => escapeText(text).replaceAll('"', '&quot;');

/** An element that is open at the moment. */
interface Open {
  /** How it is written; null for one whose children stand in its place. */
  written: string | null;
  id: string | null;
  elementsBefore: number;
  referencesBefore: number;
  /** What is within a `<style>`. */
  css: string | null;
}

class SvgReader {
  readonly #out: string[] = [];
  readonly #open: Open[] = [];
  readonly #copies = new Copies();
  readonly #pictures: string[] = [];
  #elements = 0;
  /** How deep we are within what is left out; 0 outside of it. */
  #skipping = 0;
  #hasEntities = false;

  async read(source: string): Promise<string> {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('doctype', (doctype) => (this.#hasEntities ||= doctype.includes('<!ENTITY')));
    parser.on('opentag', (tag) => this.#begin(tag));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('closetag', () => this.#end());
    parser.on('error', (error) => this.#refuseMalformed(error));
    parser.write(source.replace(/^\uFEFF/, '')).close();
    this.#copies.check();
    for (const picture of this.#pictures) await checkEmbeddedPicture(picture);
    return this.#out.join('');
  }

  #refuseMalformed(error: Error): never {
    if (this.#elements === 0) throw new PictureRefused('The file is not an SVG', 'format');
    if (this.#hasEntities) throw new PictureRefused('The SVG defines custom entities. Export it without them.');
    throw new PictureRefused(`The SVG is not well-formed XML: ${error.message}`);
  }

  #begin(tag: SaxesTagNS): void {
    this.#elements += 1;
    if (this.#elements === 1 && (tag.local !== 'svg' || (tag.uri !== SVG && tag.uri !== ''))) {
      throw new PictureRefused('The file is not an SVG', 'format');
    }
    if (this.#elements > MAX_ELEMENTS) {
      throw new PictureRefused(`The SVG has more than ${MAX_ELEMENTS} elements. Simplify it.`);
    }
    if (this.#open.length + this.#skipping >= MAX_DEPTH) {
      throw new PictureRefused(`The SVG is nested more than ${MAX_DEPTH} levels deep. Ungroup some elements.`);
    }
    if (this.#skipping > 0 || this.#isLeftOut(tag)) {
      this.#skipping += 1;
      return;
    }
    const element: Open = {
      written: tag.local === 'a' ? 'g' : tag.local,
      id: tag.attributes.id?.value ?? null,
      elementsBefore: this.#elements - 1,
      referencesBefore: this.#copies.count,
      css: tag.local === 'style' ? '' : null,
    };
    const attributes = Object.values(tag.attributes).flatMap((attribute) => this.#attribute(tag, attribute));
    const namespaces = this.#open.length === 0 ? [`xmlns="${SVG}"`, `xmlns:xlink="${XLINK}"`] : [];
    this.#out.push(`<${[element.written, ...attributes, ...namespaces].join(' ')}>`);
    this.#open.push(element);
  }

  /** Whether an element goes with all that is in it, because it draws nothing. @throws PictureRefused for what would */
  #isLeftOut({ local, uri, attributes }: SaxesTagNS): boolean {
    if (uri !== SVG && uri !== '') return true;
    if (ANIMATED.has(local)) throw new PictureRefused(`The SVG is animated (<${local}>). Save it as a static image.`);
    // Drawing programs keep their own data in one that browsers pass over.
    if (local === 'foreignObject' && attributes.requiredExtensions === undefined) {
      throw new PictureRefused('The SVG contains HTML (<foreignObject>). Convert it to shapes.');
    }
    return local !== 'a' && !DRAWN.has(local);
  }

  #attribute(tag: SaxesTagNS, { local, uri, prefix, name, value }: SaxesAttributeNS): string[] {
    if (prefix === 'xmlns' || name === 'xmlns') return [];
    if (local === 'href' && (uri === '' || uri === XLINK))
      return this.#link(tag.local, uri === '' ? 'href' : 'xlink:href', value);
    if (uri === XML && (local === 'space' || local === 'lang')) return [`xml:${local}="${escapeValue(value)}"`];
    const isKept = uri === '' && (ATTRIBUTES.has(local) || /^(?:data|aria)-[\w.-]+$/.test(local));
    if (!isKept) return [];
    const mayRefer = local === 'style' || (HOLDS_CSS.test(value) && ATTRIBUTES.has(local));
    if (mayRefer) this.#css(value, `The attribute ${local} of <${tag.local}>`);
    return [`${local}="${escapeValue(value)}"`];
  }

  #link(element: string, name: string, value: string): string[] {
    // A link leads nowhere in a picture; what it is around stays.
    if (element === 'a') return [];
    const target = value.trim();
    if (target.startsWith('#')) {
      this.#copies.refer(target.slice(1));
      return [`${name}="${escapeValue(target)}"`];
    }
    if (element === 'image' || element === 'feImage') {
      this.#pictures.push(target);
      return [`${name}="${escapeValue(target)}"`];
    }
    throw new PictureRefused(
      `<${element}> references an external resource: ${target.slice(0, 60)}. Embed it or remove it.`,
    );
  }

  #css(css: string, place: string): void {
    const { ids, pictures } = checkCss(css, place);
    for (const id of ids) this.#copies.refer(id);
    this.#pictures.push(...pictures);
  }

  #text(text: string): void {
    const element = this.#open.at(-1);
    if (this.#skipping > 0 || element === undefined) return;
    if (element.css === null) this.#out.push(escapeText(text));
    else element.css += text;
  }

  #end(): void {
    if (this.#skipping > 0) {
      this.#skipping -= 1;
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) return;
    if (element.css !== null) {
      this.#css(element.css, 'The <style> element');
      this.#out.push(escapeText(element.css));
    }
    this.#out.push(`</${element.written}>`);
    if (element.id === null) return;
    this.#copies.define(element.id, {
      elements: this.#elements - element.elementsBefore,
      from: element.referencesBefore,
      to: this.#copies.count,
    });
  }
}

/** @throws PictureRefused for what is no small enough PNG, JPEG, GIF or WebP in the file itself */
async function checkEmbeddedPicture(address: string): Promise<void> {
  const [, base64] = EMBEDDED_PICTURE.exec(address) ?? [];
  if (base64 === undefined) {
    const start = address.slice(0, 60);
    throw new PictureRefused(`The SVG references an external image: ${start}. Embed it as PNG or JPEG.`);
  }
  const format = await readRaster(Buffer.from(base64, 'base64'));
  if (format === null || format === 'ico') throw new PictureRefused('An image in the SVG is damaged');
}

/**
 * The drawing in an SVG document: what draws stays as it is, and what draws nothing (scripts, links, data of drawing
 * programs) goes. What would draw but is not safe is refused in words, so that no picture changes unnoticed.
 * @throws PictureRefused
 */
export const sanitizeSvg = (source: string): Promise<string> => new SvgReader().read(source);
