import type { ConnectionError } from "../../kube/http-request";
import type { Broken } from "../outcome";
import { expired, otherName, unknownIssuer } from "./certificate";
import { ended, noWay, PROXY_REFUSES, proxyRefuses, refused, somethingElse, unknownName } from "./connection";
import { brokenBy, oneLine, type Trouble } from "./trouble";

export const NO_ANSWER: readonly Trouble[] = [
  refused,
  unknownName,
  noWay,
  proxyRefuses,
  expired,
  unknownIssuer,
  otherName,
  somethingElse,
  ended,
];

/**
 * By the words of Node and OpenSSL.
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const BY_CODE: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
  ETIMEDOUT: noWay,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: expired,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  CERT_SIGNATURE_FAILURE: unknownIssuer,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
  ERR_WEB_PAGE: somethingElse,
  EPROTO: somethingElse,
  ERR_SSL_WRONG_VERSION_NUMBER: somethingElse,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: somethingElse,
};

export function explainNoAnswer({ at, code, reason }: ConnectionError): Broken {
  const { hostname, port } = new URL(at);
  return brokenBy(BY_CODE[code] ?? otherwise(code, reason), {
    found: `${at}: ${oneLine(reason)}`,
    names: { server: at, host: hostname, port: port || "443" },
  });
}

function otherwise(code: string, reason: string): Trouble {
  if (PROXY_REFUSES.test(reason)) return proxyRefuses;
  return code.startsWith("HPE_") ? somethingElse : ended;
}
