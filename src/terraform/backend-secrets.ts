import { isPlainObject } from "../settings/plain-object";
import type { SettingsErrorProps } from "../settings/settings-error";
import { hasUserInfo, withoutUserInfo } from "./user-info";

/** A setting of a backend that is a secret or can contain one. */
export interface BackendSecret {
  readonly isIn: (value: string) => boolean;
  readonly expected: string;
  readonly remedy: string;
}

/** The secrets of a backend by their keys. */
export type BackendSecrets = Readonly<Record<string, BackendSecret>>;

/** The keys that are secrets, each with the environment variable that Terraform reads instead. */
export const VARIABLES = {
  /** @see https://developer.hashicorp.com/terraform/language/backend/s3#credentials-and-shared-configuration */
  s3: {
    accessKey: "AWS_ACCESS_KEY_ID",
    secretKey: "AWS_SECRET_ACCESS_KEY",
    token: "AWS_SESSION_TOKEN",
    sseCustomerKey: "AWS_SSE_CUSTOMER_KEY",
  },
  /** @see https://developer.hashicorp.com/terraform/language/backend/gcs#configuration-variables */
  gcs: {
    accessToken: "GOOGLE_OAUTH_ACCESS_TOKEN",
    encryptionKey: "GOOGLE_ENCRYPTION_KEY",
  },
  /** @see https://developer.hashicorp.com/terraform/language/backend/azurerm */
  azurerm: {
    accessKey: "ARM_ACCESS_KEY",
    sasToken: "ARM_SAS_TOKEN",
    clientSecret: "ARM_CLIENT_SECRET",
    clientCertificatePassword: "ARM_CLIENT_CERTIFICATE_PASSWORD",
    oidcToken: "ARM_OIDC_TOKEN",
    oidcRequestToken: "ARM_OIDC_REQUEST_TOKEN",
  },
  /** @see https://developer.hashicorp.com/terraform/language/backend/http#configuration-variables */
  http: {
    password: "TF_HTTP_PASSWORD",
    clientPrivateKeyPem: "TF_HTTP_CLIENT_PRIVATE_KEY_PEM",
  },
} as const;

function fromEnvironment(variables: Readonly<Record<string, string>>): BackendSecrets {
  return Object.fromEntries(
    Object.entries(variables).map(([key, variable]) => [
      key,
      {
        isIn: (value) => value !== "",
        expected: "no value: the secret comes from the environment",
        remedy: `leave it out, and set ${variable} where Terraform runs`,
      },
    ]),
  );
}

export const S3_SECRETS: BackendSecrets = {
  ...fromEnvironment(VARIABLES.s3),
  "assumeRoleWithWebIdentity.webIdentityToken": {
    isIn: (value) => value !== "",
    expected: "no value: the token comes from a file",
    remedy: "leave it out, and write webIdentityTokenFile or set AWS_WEB_IDENTITY_TOKEN_FILE where Terraform runs",
  },
};

export const GCS_SECRETS: BackendSecrets = {
  ...fromEnvironment(VARIABLES.gcs),
  credentials: {
    isIn: (value) => value.includes("{"),
    expected: "the path of a key file, not its content",
    remedy: "leave it out, and set GOOGLE_APPLICATION_CREDENTIALS to the path of the key file where Terraform runs",
  },
};

export const AZURERM_SECRETS = fromEnvironment(VARIABLES.azurerm);

export const HTTP_SECRETS = fromEnvironment(VARIABLES.http);

/** The backend's driver reads the variables of PostgreSQL. @see https://www.postgresql.org/docs/current/libpq-envars.html */
export const PG_SECRETS: BackendSecrets = {
  connStr: {
    isIn: (value) => /:\/\/[^/?#@\s]*:[^/?#\s]*@|(^|[\s?&])(ssl)?password\s*=/i.test(value),
    expected: "a connection string without a password",
    remedy: "leave the password out of connStr, and set PGPASSWORD where Terraform runs",
  },
};

const WHY =
  "the backend's configuration is in cdktf.out as plain text, which anyone with the files or the artifacts of a pipeline can read";

/**
 * Returns the secrets in a backend's configuration. The errors contain no secret.
 * @param fullName returns the full name of a key
 */
export function secretsIn(
  config: object,
  secrets: BackendSecrets,
  fullName: (key: string) => string,
): readonly SettingsErrorProps[] {
  return texts(Object.entries(config)).flatMap(([key, value]) => {
    const setting = fullName(key);
    const secret = secrets[key];
    if (secret?.isIn(value)) {
      const { expected, remedy } = secret;
      return [{ setting, got: "a secret", expected, why: WHY, remedy }];
    }
    return secret === undefined && hasUserInfo(value) ? [addressWithSecret(setting, value)] : [];
  });
}

function addressWithSecret(setting: string, value: string): SettingsErrorProps {
  return {
    setting,
    got: "an address with a user or password",
    expected: "an address without them",
    why: WHY,
    remedy: `write "${withoutUserInfo(value)}", and set the user and password where Terraform runs: TF_HTTP_USERNAME and TF_HTTP_PASSWORD for the http backend, HTTPS_PROXY for a proxy`,
  };
}

/** The texts of a configuration by their paths. */
function texts(entries: readonly (readonly [string, unknown])[]): readonly (readonly [string, string])[] {
  return entries.flatMap(([key, value]) => {
    if (typeof value === "string") return [[key, value] as const];
    return isPlainObject(value)
      ? texts(Object.entries(value).map(([name, inner]) => [`${key}.${name}`, inner] as const))
      : [];
  });
}
