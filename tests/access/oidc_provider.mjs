// An organisation's identity provider for the tests: a certified OpenID Provider, with the people of a file that may change meanwhile.
//
// PEOPLE names the file: {"login": {claims}}; REDIRECTS the addresses that the client may be sent back to, as JSON.
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const people = () => JSON.parse(readFileSync(process.env.PEOPLE, "utf8"));
const claims = { openid: ["sub"], profile: ["preferred_username", "given_name", "family_name", "groups"], email: ["email", "email_verified"] };

const configuration = {
  clients: [
    {
      client_id: "positive-change",
      client_secret: "a secret of the tests and of nothing else",
      redirect_uris: JSON.parse(process.env.REDIRECTS),
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims,
  pkce: { required: () => true },
  cookies: { keys: ["a key of the tests and of nothing else"] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people()[id] }) }),
};

const port = Number(process.env.PORT);
const provider = new Provider(`http://localhost:${port}`, configuration);
provider.listen(port, "127.0.0.1", () => console.log("ready"));
