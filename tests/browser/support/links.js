// What each page refers to and can be referred to by.

import { Parser } from 'htmlparser2';

const addresses = {
  a: ['href'], area: ['href'], link: ['href'], script: ['src'], img: ['src'], source: ['src'], iframe: ['src'],
  form: ['action'], use: ['href', 'xlink:href'], image: ['href'], object: ['data'], video: ['src', 'poster'], audio: ['src'],
};
const idLists = ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-details', 'for', 'headers', 'list', 'popovertarget'];

/** Everything in a document that names something: addresses, ids, and references to ids of the same document. */
export function references(html) {
  const found = { addresses: [], ids: [], idReferences: [], canonical: null };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (attributes.id) found.ids.push(attributes.id);
      for (const attribute of addresses[name] ?? []) {
        if (attributes[attribute] === undefined) continue;
        if (name === 'link' && attributes.rel === 'canonical') found.canonical = attributes.href;
        else found.addresses.push({ name, address: attributes[attribute] });
      }
      if (name === 'meta' && /^(og|twitter):image$/.test(attributes.property ?? attributes.name ?? '')) {
        found.addresses.push({ name, address: attributes.content });
      }
      for (const candidate of (attributes.srcset ?? '').split(',').filter(Boolean)) {
        found.addresses.push({ name, address: candidate.trim().split(/\s+/)[0] });
      }
      const refresh = name === 'meta' && /^refresh$/i.test(attributes['http-equiv'] ?? '') && /url=(.*)$/i.exec(attributes.content);
      if (refresh) found.addresses.push({ name, address: refresh[1] });
      for (const attribute of idLists) {
        for (const id of (attributes[attribute] ?? '').split(/\s+/).filter(Boolean)) found.idReferences.push({ attribute, id });
      }
    },
  }, { decodeEntities: true, recognizeSelfClosing: true });
  parser.end(html);
  return found;
}
