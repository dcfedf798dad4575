import type { FastifyReply, FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import { answerWith, requestIdOf, type N11Sandbox } from '../n11-sandbox.js';
import { child, failure, readSoap, soapAnswer, textOf, type SoapRequest } from '../soap.js';
import { restErrors, unavailable } from '../wire-errors.js';
import { wsdlOf } from '../wsdl/wsdl.js';
import { sellerByKey } from './authenticate.js';
import { claimCancelService } from './ws-claim-cancels.js';
import { productService } from './ws-product-questions.js';
import { returnService } from './ws-returns.js';
import { sellerInvoiceService, shipmentCompanyService } from './ws-small-services.js';
import type { SoapService } from './ws-service.js';

const services: Record<string, SoapService> = {
  returnservice: returnService,
  claimcancelservice: claimCancelService,
  productservice: productService,
  shipmentcompanyservice: shipmentCompanyService,
  sellerinvoiceservice: sellerInvoiceService,
};
/** Shut since January 2025. */
const CLOSED = ['productstockservice', 'productsellingservice'];

/** The SOAP family. Service names are taken in any case, with or without `.wsdl` or a trailing slash, as clients write them. */
export function installWsRoutes(sandbox: N11Sandbox): void {
  for (const url of ['/ws/:service', '/ws/:service/']) {
    sandbox.kit.app.post<{ Params: { service: string } }>(url, (request, reply) => answerSoap(sandbox, request, reply, request.params.service));
    sandbox.kit.app.get<{ Params: { service: string } }>(url, (request, reply) => answerWsdl(request, reply, request.params.service));
  }
}

/** WSDL documents are served without keys. */
function answerWsdl(request: FastifyRequest, reply: FastifyReply, rawName: string): FastifyReply {
  const name = nameOf(rawName);
  if (CLOSED.includes(name)) return reply.code(405).send();
  const wsdl = wsdlOf(name, `http://${request.host}`);
  return wsdl === undefined ? answerWith(reply, unavailable()) : reply.type('text/xml;charset=utf-8').send(wsdl);
}

function answerSoap(sandbox: N11Sandbox, request: FastifyRequest, reply: FastifyReply, rawName: string): FastifyReply {
  const name = nameOf(rawName);
  if (CLOSED.includes(name)) return reply.code(405).send();
  const service = services[name];
  if (!service && name !== 'orderservice') return answerWith(reply, unavailable());
  const soap = Buffer.isBuffer(request.body) ? readSoap(request.body.toString('utf8')) : undefined;
  if (!soap) return reply.code(500).type('text/xml;charset=utf-8').send(soapFault);
  return sendXml(reply, soap.operation, answerOperation(sandbox, request, reply, { soap, service }));
}

/** The children of the response element; undefined when the reply was already sent as plain text. */
function answerOperation(sandbox: N11Sandbox, request: FastifyRequest, reply: FastifyReply, { soap, service }: { soap: SoapRequest; service: SoapService | undefined }): object | undefined {
  const auth = child(soap.fields, 'auth');
  const seller = sellerByKey(sandbox.market, textOf(auth, 'appKey'));
  if (seller?.appSecret !== textOf(auth, 'appSecret') || !seller) {
    if (service) return failure('SELLER_API.authenticationFailed', 'Apide doğrulama işlemi başarısız oldu.');
    answerWith(reply, restErrors.unknownKey());
    return undefined;
  }
  const call = callOf(request);
  if (call) call.seller = String(seller.sellerId);
  const operation = service?.[soap.operation];
  if (!operation) return failure('SELLER_API.operation.closed', 'Bu servis kapatılmıştır, REST servislerini kullanınız.');
  return sandbox.during(requestIdOf(request), () => operation({ sandbox, seller, fields: soap.fields }));
}

function sendXml(reply: FastifyReply, operation: string, children: object | undefined): FastifyReply {
  return children ? reply.type('text/xml;charset=utf-8').send(soapAnswer(operation, children)) : reply;
}

function nameOf(service: string): string {
  return service.toLowerCase().replace(/\.wsdl$/, '');
}

const soapFault =
  '<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring xml:lang="en">Validation error</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>';
