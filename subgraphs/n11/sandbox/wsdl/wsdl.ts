import { serviceShapes, type OperationShape, type Shape } from './service-shapes.js';

const NAMESPACE = 'http://www.n11.com/ws/schemas';
const AUTH: Shape = { auth: { appKey: 'text', appSecret: 'text' } };
const RESULT: Shape = { result: { status: 'text', errorCode: 'text', errorMessage: 'text', errorCategory: 'text' } };

/** The WSDL of a service, for clients that read one at run time; undefined for a service the sandbox does not have. */
export function wsdlOf(serviceName: string, baseUrl: string): string | undefined {
  const name = Object.keys(serviceShapes).find((known) => known.toLowerCase() === serviceName.toLowerCase());
  const operations = name === undefined ? undefined : serviceShapes[name];
  if (name === undefined || !operations) return undefined;
  const each = (write: (operation: string, shape: OperationShape) => string): string => Object.entries(operations).map(([operation, shape]) => write(operation, shape)).join('');
  const endpoint = `${baseUrl}/ws/${name.charAt(0).toLowerCase()}${name.slice(1)}/`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?><wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:sch="${NAMESPACE}" xmlns:tns="${NAMESPACE}" targetNamespace="${NAMESPACE}">` +
    `<wsdl:types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="unqualified" targetNamespace="${NAMESPACE}">${each(elementsOf)}</xs:schema></wsdl:types>` +
    each((operation) => message(`${operation}Request`) + message(`${operation}Response`)) +
    `<wsdl:portType name="${name}Port">${each(portOperation)}</wsdl:portType>` +
    `<wsdl:binding name="${name}PortSoap11" type="tns:${name}Port"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${each(boundOperation)}</wsdl:binding>` +
    `<wsdl:service name="${name}PortService"><wsdl:port binding="tns:${name}PortSoap11" name="${name}PortSoap11"><soap:address location="${endpoint}"/></wsdl:port></wsdl:service></wsdl:definitions>`
  );
}

function elementsOf(operation: string, { request, response }: OperationShape): string {
  return element(`${operation}Request`, { ...AUTH, ...request }, '') + element(`${operation}Response`, { ...RESULT, ...response }, '');
}

function element(name: string, shape: 'text' | Shape | readonly [Shape], occurs: string): string {
  if (shape === 'text') return `<xs:element name="${name}" type="xs:string"${occurs}/>`;
  if (isMany(shape)) return element(name, shape[0], `${occurs} maxOccurs="unbounded"`);
  const children = Object.entries(shape).map(([child, inner]) => element(child, inner, ' minOccurs="0"'));
  return `<xs:element name="${name}"${occurs}><xs:complexType><xs:sequence>${children.join('')}</xs:sequence></xs:complexType></xs:element>`;
}

function isMany(shape: Shape | readonly [Shape]): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function message(name: string): string {
  return `<wsdl:message name="${name}"><wsdl:part element="tns:${name}" name="${name}"/></wsdl:message>`;
}

function portOperation(operation: string): string {
  const end = (direction: 'input' | 'output', name: string): string => `<wsdl:${direction} message="tns:${name}" name="${name}"/>`;
  return `<wsdl:operation name="${operation}">${end('input', `${operation}Request`)}${end('output', `${operation}Response`)}</wsdl:operation>`;
}

function boundOperation(operation: string): string {
  const end = (direction: 'input' | 'output', name: string): string => `<wsdl:${direction} name="${name}"><soap:body use="literal"/></wsdl:${direction}>`;
  return `<wsdl:operation name="${operation}"><soap:operation soapAction=""/>${end('input', `${operation}Request`)}${end('output', `${operation}Response`)}</wsdl:operation>`;
}
