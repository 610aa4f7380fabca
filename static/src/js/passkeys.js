// Passkeys and security keys: the browser asks the person, and the form carries the answer to the server.
//
// Markup: <form data-passkey="create | get | sign-in"> with a hidden <input data-passkey-answer>, a hidden <button data-passkey-button>,
// <div data-passkey-failed hidden>, and what the server asks for as JSON in #passkey-options ("sign-in" fetches it from the form's
// address). Without this script, or in a browser that knows no keys, <p data-passkey-missing> says so and the button stays away.

const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: decode(one.id) }));

async function create({ creation_options: { publicKey } }, alone) {
  const choice = { ...publicKey.authenticatorSelection };
  choice.residentKey = alone ? "required" : "discouraged";
  choice.requireResidentKey = alone;
  if (alone) {
    choice.userVerification = "required";
  }
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: decode(publicKey.challenge),
      user: { ...publicKey.user, id: decode(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: choice,
    },
  });
}

async function get({ request_options: { publicKey } }) {
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: decode(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
  });
}

/** The answer of an authenticator as the server reads it. */
function told(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) {
      parts[name] = encode(response[name]);
    }
  }
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  });
}

async function ask(form) {
  const way = form.dataset.passkey;
  if (way === "sign-in") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(`answered ${answer.status}`);
    }
    return get(await answer.json());
  }
  const options = JSON.parse(form.querySelector("#passkey-options").textContent);
  return way === "create" ? create(options, Boolean(form.querySelector("[data-passkey-alone]")?.checked)) : get(options);
}

export function startPasskeys(root) {
  if (!window.PublicKeyCredential || !navigator.credentials) {
    return;
  }
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-button]");
    const failed = form.querySelector("[data-passkey-failed]");
    form.querySelector("[data-passkey-missing]")?.remove();
    form.hidden = button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      failed.hidden = true;
      try {
        form.querySelector("[data-passkey-answer]").value = told(await ask(form));
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
      }
    });
  }
}
