import { SaxesParser } from 'saxes';
import { TwimlError } from './twiml-error.ts';

export interface TwimlElement {
  name: string;
  attributes: Record<string, string>;
  children: TwimlElement[];
  /** The text directly inside, trimmed. */
  text: string;
}

/** Reads a TwiML document. Errors: TwimlError 12100 for bad XML, 12100 for a document that is no <Response>. */
export function parseTwiml(xml: string): TwimlElement {
  const root: TwimlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new TwimlError(12_100, `Document parse failure: ${error.message}`);
  });
  parser.on('opentag', (tag) => {
    const element: TwimlElement = { name: tag.name, attributes: tag.attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) element.text = element.text.trim();
  });
  parser.write(xml.trim()).close();
  const [response] = root.children;
  if (response?.name !== 'Response') throw new TwimlError(12_100, 'Document parse failure: the root is not <Response>');
  return response;
}
