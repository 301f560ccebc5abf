// Publishes and retrieves with the npm package "soap", by MTOM, as npm_soap_test.py tells it in a JSON file, and prints
// what it got as JSON.
//
//   node npm_soap_client.js PACKAGES SETTINGS
'use strict';

const fs = require('fs');
const https = require('https');
const path = require('path');

const soap = require(path.join(process.argv[2], 'node_modules', 'soap'));
const settings = JSON.parse(fs.readFileSync(process.argv[3], 'utf8'));
const ANONYMOUS = 'http://www.w3.org/2005/08/addressing/anonymous';

const files = {
  cert: fs.readFileSync(settings.certificate),
  key: fs.readFileSync(settings.key),
  ca: fs.readFileSync(settings.authority),
};

async function clientOf(url) {
  const client = await soap.createClientAsync(`${url}?wsdl`, {
    forceSoap12Headers: true,
    normalizeNames: true,
    parseResponseAttachments: true,
    wsdl_options: { httpsAgent: new https.Agent(files) },
  });
  client.setSecurity(new soap.ClientSSLSecurity(files.key, files.cert, files.ca));
  return client;
}

// The operation's answer, with WS-Addressing in the request: this package leaves that to its caller.
async function call(client, operation, action, request, options) {
  const wsa = 'xmlns:wsa="http://www.w3.org/2005/08/addressing"';
  client.clearSoapHeaders();
  client.addSoapHeader(`<wsa:Action ${wsa}>${action}</wsa:Action>`);
  client.addSoapHeader(`<wsa:MessageID ${wsa}>urn:uuid:${require('crypto').randomUUID()}</wsa:MessageID>`);
  client.addSoapHeader(`<wsa:ReplyTo ${wsa}><wsa:Address>${ANONYMOUS}</wsa:Address></wsa:ReplyTo>`);
  const [result, , , , attachments] = await client[`${operation}Async`](request, options);
  return { result, attachments };
}

async function main() {
  const got = {};
  const repository = await clientOf(settings.repository_url);
  const registry = await clientOf(settings.registry_url);

  const provided = await call(
    repository, 'ProvideAndRegisterDocumentSet_b', 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
    {
      $xml: settings.submission + `<xds:Document xmlns:xds="urn:ihe:iti:xds-b:2007" id="${settings.document_id}">` +
        '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:document@npm.example"/></xds:Document>',
    },
    {
      forceMTOM: true,
      attachments: [{
        name: 'document', contentId: 'document@npm.example', mimetype: 'text/plain',
        body: fs.readFileSync(settings.document),
      }],
    });
  got.provided = provided.result.attributes.status;

  // Built by the package from the schemas of the WSDL.
  const slot = (name, value) => ({ attributes: { name }, ValueList: { Value: [value] } });
  const found = await call(registry, 'RegistryStoredQuery', 'urn:ihe:iti:2007:RegistryStoredQuery', {
    ResponseOption: { attributes: { returnType: 'LeafClass', returnComposedObjects: 'true' } },
    AdhocQuery: {
      attributes: { id: 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d' },
      Slot: [
        slot('$XDSDocumentEntryPatientId', `'${settings.patient}'`),
        slot('$XDSDocumentEntryStatus', "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"),
      ],
    },
  });
  got.found = found.result.attributes.status;
  const entries = [].concat(found.result.RegistryObjectList.ExtrinsicObject || []);
  got.titles = entries.map((entry) => [].concat(entry.Name.LocalizedString)[0].attributes.value);

  const retrieved = await call(
    repository, 'RetrieveDocumentSet', 'urn:ihe:iti:2007:RetrieveDocumentSet',
    { DocumentRequest: [{ RepositoryUniqueId: settings.repository_unique_id, DocumentUniqueId: settings.unique_id }] },
    { forceMTOM: true });
  got.retrieved = retrieved.result.RegistryResponse.attributes.status;
  got.parts = retrieved.attachments.parts.map((part) => Buffer.from(part.body).toString('base64'));
  got.document = retrieved.result.DocumentResponse;

  try {
    await call(registry, 'RegistryStoredQuery', 'urn:x:unknown', { AdhocQuery: { attributes: { id: 'x' } } });
  } catch (error) {
    got.fault = error.message;
  }
  process.stdout.write(JSON.stringify(got));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
