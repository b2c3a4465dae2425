import { engines } from "../../package.json";

const { versionError } = require("../../bin/require-node.cjs") as { versionError: (version: string) => string | null };

test.each(["12.22.12", "16.20.2", "18.20.8", "20.10.0"])("rejects Node %s", (version) => {
  expect(versionError(version)).toMatch(
    new RegExp(`^Node\\.js: got ${version}, expected 20\\.11 or newer\\n  why     .*\\n  remedy  install .*`),
  );
});

test.each(["20.11.0", "20.20.2", "22.0.0", "100.0.0", "24.0.0-nightly20260101"])("accepts Node %s", (version) => {
  expect(versionError(version)).toBeNull();
});

test("reads the minimum version from package.json", () => {
  expect(engines.node).toBe(">=20.11");
});
